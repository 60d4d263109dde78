import type { Zone } from '../model/zone.ts';
import { wallTimes } from './wall-times.ts';

const DAY_NAMES = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;

const CTIME = new RegExp(String.raw`^(?:${DAY_NAMES}) (${MONTHS.join('|')}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})`);
const NUMERIC = /^(\d{4})-(\d\d)-(\d\d)[ T-](\d\d)[:.](\d\d)[:.](\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))?/;
const EPOCH = /^\d{10}(?![\d.:-])/;

/** Octets of a date of C's ctime(3), such as `Mon Nov 23 18:24:22 2026`. */
export const CTIME_LENGTH = 24;

/** True for text that is a date of ctime(3) and nothing else, be there such a day or not. */
export const isCtime = (text: string): boolean => text.length === CTIME_LENGTH && CTIME.test(text);

/**
 * Reads the dates that servers write in front of their lines: those of ctime(3), `YYYY-MM-DD HH:mm:ss` and ISO 8601 with or
 * without an offset, and epoch seconds. What has no offset is on the clocks of `zone`; `startClock` is the newest instant of
 * an earlier reading of the same log.
 */
export function writtenDates(zone: Zone, startClock: number | undefined) {
  const times = wallTimes(zone, startClock);

  const read = (text: string): { readonly time: number | undefined; readonly length: number } | undefined => {
    const ctime = CTIME.exec(text);
    if (ctime) {
      const [whole, month, day, hour, minute, second, year] = ctime as unknown as string[];
      const wall = wallOf([year, MONTHS.indexOf(month!) + 1, day, hour, minute, second]);
      return { time: wall === undefined ? undefined : times.resolve(wall), length: whole!.length };
    }
    const numeric = NUMERIC.exec(text);
    if (numeric) {
      const [whole, year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes] = numeric;
      const wall = wallOf([year, month, day, hour, minute, second]);
      const length = whole.length;
      if (wall === undefined) return { time: undefined, length };
      const exact = wall + Math.floor(Number(`0.${fraction ?? 0}`) * SECOND);
      if (!utc && !sign) return { time: times.resolve(exact), length };
      const offset = Number(`${sign ?? '+'}1`) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 * SECOND;
      return { time: times.pass(exact - offset), length };
    }
    const epoch = EPOCH.exec(text)?.[0];
    return epoch === undefined ? undefined : { time: times.pass(Number(epoch) * SECOND), length: epoch.length };
  };
  return {
    /** The newest instant so far. */
    get clock() {
      return times.clock;
    },
    /**
     * The date at the beginning of a text, epoch milliseconds UTC, and how many octets it takes; the time is undefined when
     * there is no such day or hour, and all is when the text begins otherwise.
     */
    read,
    /** Takes note of an instant that is written without a zone; answers it. */
    pass: times.pass,
  };
}

/** A wall time as if it were UTC milliseconds; undefined when there is none such. */
function wallOf(parts: readonly (string | number | undefined)[]): number | undefined {
  const [year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wall);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return real && minute < 60 && second < 60 ? wall : undefined;
}
