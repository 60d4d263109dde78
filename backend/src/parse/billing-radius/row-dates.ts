import type { DateResolver } from './dates.ts';
import { ACCOUNTING, type LineTable, NAS } from './line-table.ts';

const MINUTE_LENGTH = 'Apr 30 00:11'.length;
const DAY_LENGTH = '2020.04.30'.length;
/** How long before its NAS the date of an event begins: `2020.04.30 00:11:25,`. */
const EVENT_DATE_LENGTH = 20;

/** The instants of rows. The text of a date is made only where it is another one than in the row before. */
export class RowDates {
  private readonly table: LineTable;
  private readonly dates: DateResolver;
  private minute = 0;
  private minuteText = '';
  private eventMinute = 0;
  private day = '';

  constructor(table: LineTable, dates: DateResolver) {
    this.table = table;
    this.dates = dates;
  }

  /** The instant of a row whose line begins at `start`, epoch milliseconds UTC; NaN when there is no such date. */
  time(row: number, start: number): number {
    const { table, dates } = this;
    if (table.kind(row) === ACCOUNTING) {
      if (table.eventMinute(row) !== this.eventMinute) this.learnDay(row);
      dates.knowDay(this.day);
    }
    if (table.minute(row) !== this.minute) {
      this.minute = table.minute(row);
      this.minuteText = table.bytes.toString('latin1', start, start + MINUTE_LENGTH);
    }
    return dates.resolve(this.minuteText, table.second(row));
  }

  private learnDay(row: number): void {
    this.eventMinute = this.table.eventMinute(row);
    const start = this.table.start(row, NAS) - EVENT_DATE_LENGTH;
    const day = this.table.bytes.toString('latin1', start, start + DAY_LENGTH);
    // The same string as long as it is the same day, so that comparing it costs nothing.
    if (day !== this.day) this.day = day;
  }
}
