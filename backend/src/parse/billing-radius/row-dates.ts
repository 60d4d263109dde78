import type { DateResolver } from './dates.ts';
import { ACCOUNTING, type LineTable } from './line-table.ts';
import type { BillingRun } from './run.ts';

const MINUTE_LENGTH = 'Apr 30 00:11'.length;
const SECOND = 1000;
const DAY_LENGTH = '2020.04.30'.length;
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
  private eventDay = NONE;
  private day = '';

  constructor(table: LineTable, dates: DateResolver) {
    this.table = table;
    this.dates = dates;
  }

  /** Adds to a run the stretch of rows from `from` up to `to`, which are of one minute; false when there is no such minute. */
  add(run: BillingRun, from: number, to: number): boolean {
    const { table, dates } = this;
    const { oldestSecond, newestSecond, seconds } = table;
    // Another day would begin another stretch.
    if (table.kinds[from] === ACCOUNTING) this.knowDay(from);
    const minute = this.textOf(from);
    const start = dates.resolveMinute(minute, newestSecond, seconds[to - 1]!);
    if (Number.isNaN(start)) return false;
    if (start !== undefined) run.add(to, start, oldestSecond, newestSecond);
    else {
      for (let row = from; row < to; row++) {
        const second = seconds[row]!;
        run.add(row + 1, dates.resolve(minute, second) - second * SECOND, second, second);
      }
    }
    return true;
  }

  private textOf(row: number): string {
    const { table } = this;
    const minute = table.minute(row);
    if (minute !== this.minute) {
      this.minute = minute;
      const start = table.lineStart(row);
      this.minuteText = table.bytes.toString('latin1', start, start + MINUTE_LENGTH);
    }
    return this.minuteText;
  }

  private knowDay(row: number): void {
    const { table } = this;
    if (table.eventDay(row) !== this.eventDay) {
      this.eventDay = table.eventDay(row);
      const start = table.start(row, table.nases) - EVENT_DATE_LENGTH;
      this.day = table.bytes.toString('latin1', start, start + DAY_LENGTH);
    }
    this.dates.knowDay(this.day);
  }
}
