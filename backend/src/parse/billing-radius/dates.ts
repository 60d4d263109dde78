import type { Zone } from '../../model/zone.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far a line may lie before the newest one and still be taken for the first of two equal wall times. */
const DISORDER = 2 * MINUTE;

/**
 * Makes instants of dates such as `Apr 30 00:11:25`. The year is the one that brings the date nearest to what was known
 * before: `reference`, then the lines themselves and the days with a year that `knowDay` is told. Of the two instants of
 * a repeated hour the first is taken, unless the log has already passed it. A wall time left out by a change of the
 * clocks is read with the offset before the change.
 */
export function dateResolver(zone: Zone, reference: number, startClock: number | undefined) {
  let known = startClock ?? reference;
  let clock = startClock;
  let knownDay = '';
  let cachedMinute = '';
  let cachedInstants: readonly number[] = [];

  const instantsOf = (minute: string): readonly number[] => {
    const month = MONTHS.indexOf(minute.slice(0, 3));
    const day = Number(minute.slice(4, 6));
    const hour = Number(minute.slice(7, 9));
    if (month < 0 || day < 1 || hour > 23) return [];
    const knownWall = known + zone.offset(known);
    const year = new Date(knownWall).getUTCFullYear();
    const wall = [year - 1, year, year + 1]
      .map((candidate) => Date.UTC(candidate, month, day, hour, Number(minute.slice(10, 12))))
      .filter((candidate) => new Date(candidate).getUTCDate() === day)
      .sort((a, b) => Math.abs(a - knownWall) - Math.abs(b - knownWall))[0];
    if (wall === undefined) return [];
    const instants = zone.instants(wall);
    return instants.length > 0 ? instants : [wall - zone.offset(wall - DAY)];
  };

  return {
    get clock() {
      return clock;
    },
    /** Takes note of a day that carries its year, `YYYY.MM.DD`. */
    knowDay(day: string): void {
      if (day === knownDay) return;
      knownDay = day;
      const noon = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)), 12);
      if (Math.abs(noon - known) < 2 * DAY) return;
      known = noon;
      cachedMinute = '';
    },
    /** The instant of a date, epoch milliseconds UTC; undefined when there is no such date. */
    resolve(date: string): number | undefined {
      const minute = date.slice(0, 12);
      if (minute !== cachedMinute) {
        cachedMinute = minute;
        cachedInstants = instantsOf(minute);
      }
      const [first, second] = cachedInstants;
      if (first === undefined) return undefined;
      const seconds = (date.charCodeAt(13) - 48) * 10 + date.charCodeAt(14) - 48;
      const passed = second !== undefined && clock !== undefined && first + seconds * SECOND < clock - DISORDER;
      const instant = (passed ? second : first) + seconds * SECOND;
      known = instant;
      clock = clock === undefined ? instant : Math.max(clock, instant);
      return instant;
    },
  };
}
