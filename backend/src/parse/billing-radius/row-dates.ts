import type { DateResolver } from './dates.ts';
import { ACCOUNTING, type LineTable } from './line-table.ts';

const MINUTE_LENGTH = 'Apr 30 00:11'.length;
const DAY_LENGTH = '2020.04.30'.length;
/** A moment: the second, and above it the number of the minute. */
const SECOND_BITS = 6;
const SECONDS = 63;
/** How long before its NAS the date of an event begins: `2020.04.30 00:11:25,`. */
const EVENT_DATE_LENGTH = 20;

/** What no row tells. */
const NONE = -1;

/** The instants of rows. The text of a date is made only where it is another one than in the row that was asked for before. */
export class RowDates {
  private readonly table: LineTable;
  private readonly dates: DateResolver;
  private minute = NONE;
  private minuteText = '';
  private eventMinute = NONE;
  private day = '';

  constructor(table: LineTable, dates: DateResolver) {
    this.table = table;
    this.dates = dates;
  }

  /** The instant of a row, epoch milliseconds UTC; NaN when there is no such date. */
  time(row: number): number {
    const { table, dates } = this;
    if (table.kinds[row] === ACCOUNTING) {
      if (table.eventMinute(row) !== this.eventMinute) this.learnDay(row);
      dates.knowDay(this.day);
    }
    const moment = table.moment(row);
    const minute = moment >>> SECOND_BITS;
    if (minute !== this.minute) {
      this.minute = minute;
      const start = table.lineStart(row);
      this.minuteText = table.bytes.toString('latin1', start, start + MINUTE_LENGTH);
    }
    return dates.resolve(this.minuteText, moment & SECONDS);
  }

  private learnDay(row: number): void {
    this.eventMinute = this.table.eventMinute(row);
    const start = this.table.start(row, this.table.nases) - EVENT_DATE_LENGTH;
    const day = this.table.bytes.toString('latin1', start, start + DAY_LENGTH);
    // The same string as long as it is the same day, so that comparing it costs nothing.
    if (day !== this.day) this.day = day;
  }
}
