import type { Zone } from '../../model/zone.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far a line may lie before the newest one and still be taken for the first of two equal wall times. */
const DISORDER = 2 * MINUTE;

/** A date so near to what is known is nearer in its year than in any other. */
const NEAR = 100 * DAY;

/** A minute as it is written, and the instants at which it begins, NaN where there is none. */
interface WrittenMinute {
  readonly text: string;
  readonly first: number;
  readonly again: number;
}

const NO_MINUTE: WrittenMinute = { text: '', first: Number.NaN, again: Number.NaN };

/**
 * Makes instants of dates such as `Apr 30 00:11:25`. The year is the one that brings the date nearest to what was known
 * before: `reference`, then the lines themselves and the days with a year that `knowDay` is told. Of the two instants of
 * a repeated hour the first is taken, unless the log has already passed it. A wall time left out by a change of the
 * clocks is read with the offset before the change.
 */
export class DateResolver {
  /** The newest instant so far, NaN before the first. */
  newest: number;
  private readonly zone: Zone;
  private known: number;
  private knownDay = '';
  /** Lines of two minutes take turns for a while. */
  private minute = NO_MINUTE;
  private minuteBefore = NO_MINUTE;
  private lastSecond = Number.NaN;

  constructor(zone: Zone, reference: number, startClock: number | undefined) {
    this.zone = zone;
    this.known = startClock ?? reference;
    this.newest = startClock ?? Number.NaN;
  }

  /** Takes note of a day that carries its year, `YYYY.MM.DD`. */
  knowDay(day: string): void {
    if (day === this.knownDay) return;
    this.knownDay = day;
    const noon = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)), 12);
    if (Math.abs(noon - this.known) < 2 * DAY) return;
    this.known = noon;
    this.minute = NO_MINUTE;
    this.minuteBefore = NO_MINUTE;
  }

  /** The instant of a minute, `Apr 30 00:11`, and its second, epoch milliseconds UTC; NaN when there is no such date. */
  resolve(minute: string, second: number): number {
    // Neighbouring lines are mostly of one second.
    if (second === this.lastSecond && minute === this.minute.text) return this.known;
    this.lastSecond = second;
    if (minute !== this.minute.text) this.turnTo(minute);
    const { first, again } = this.minute;
    let instant = first + second * SECOND;
    if (Number.isNaN(instant)) {
      this.lastSecond = Number.NaN;
      return instant;
    }
    if (instant < this.newest - DISORDER && !Number.isNaN(again)) instant = again + second * SECOND;
    this.known = instant;
    if (!(instant <= this.newest)) this.newest = instant;
    return instant;
  }

  /**
   * The same of lines of one minute at once, of which the newest has the second `newest` and the last one the second `last`:
   * the instant at which it begins, NaN when there is no such minute, and undefined where it is repeated and each line has to be
   * asked for.
   */
  resolveMinute(minute: string, newest: number, last: number): number | undefined {
    this.lastSecond = Number.NaN;
    if (minute !== this.minute.text) this.turnTo(minute);
    const { first, again } = this.minute;
    if (!Number.isNaN(again)) return undefined;
    if (Number.isNaN(first)) return first;
    this.lastSecond = last;
    this.known = first + last * SECOND;
    if (!(first + newest * SECOND <= this.newest)) this.newest = first + newest * SECOND;
    return first;
  }

  private turnTo(minute: string): void {
    const before = this.minuteBefore;
    this.minuteBefore = this.minute;
    if (minute === before.text && Math.abs(before.first - this.known) < NEAR) this.minute = before;
    else {
      const [first = Number.NaN, again = Number.NaN] = this.instantsOf(minute);
      this.minute = { text: minute, first, again };
    }
  }

  private instantsOf(minute: string): readonly number[] {
    const month = MONTHS.indexOf(minute.slice(0, 3));
    const day = Number(minute.slice(4, 6));
    const hour = Number(minute.slice(7, 9));
    if (month < 0 || day < 1 || hour > 23) return [];
    const knownWall = this.known + this.zone.offset(this.known);
    const year = new Date(knownWall).getUTCFullYear();
    const wall = [year - 1, year, year + 1]
      .map((candidate) => Date.UTC(candidate, month, day, hour, Number(minute.slice(10, 12))))
      .filter((candidate) => new Date(candidate).getUTCDate() === day)
      .sort((a, b) => Math.abs(a - knownWall) - Math.abs(b - knownWall))[0];
    if (wall === undefined) return [];
    const instants = this.zone.instants(wall);
    return instants.length > 0 ? instants : [wall - this.zone.offset(wall - DAY)];
  }
}
