import type { Zone } from '../model/zone.ts';
import { wallTimes } from './wall-times.ts';

const DAY_NAMES = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;

const CTIME = new RegExp(String.raw`^(?:${DAY_NAMES}) (${MONTHS.join('|')}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})`);
const NUMERIC = /^(\d{4})-(\d\d)-(\d\d)[ T-](\d\d)[:.](\d\d)[:.](\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))?/;
const WITHOUT_YEAR = new RegExp(String.raw`^(${MONTHS.join('|')}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?! \d{4})`);
const EPOCH = /^\d{10}(?![\d.:-])/;

/** Octets of a date of C's ctime(3), such as `Mon Nov 23 18:24:22 2026`. */
export const CTIME_LENGTH = 24;

/** True for text that is a date of ctime(3) and nothing else, be there such a day or not. */
export const isCtime = (text: string): boolean => text.length === CTIME_LENGTH && CTIME.test(text);

/** True for text that begins with a date that writtenDates reads. */
export const beginsWithDate = (text: string): boolean =>
  [CTIME, NUMERIC, WITHOUT_YEAR, EPOCH].some((date) => date.test(text));

/**
 * Reads the dates that servers write in front of their lines: those of ctime(3), `YYYY-MM-DD HH:mm:ss` and ISO 8601 with or
 * without an offset, epoch seconds, and `Nov 23 18:24:22` of syslog, whose year is the one that brings it nearest to the date
 * before, at first to `reference`. What has no offset is on the clocks of `zone`; `clock` is the newest instant of an earlier
 * reading of the same log.
 */
export function writtenDates(zone: Zone, { reference, clock }: { reference: number; clock?: number }) {
  const times = wallTimes(zone, clock);
  let known = clock ?? reference;

  /** The wall time of a date that has all but its year; undefined when no year near what is known has such a day. */
  const nearest = (parts: readonly (string | number | undefined)[]): number | undefined => {
    const wall = known + zone.offset(known);
    const year = new Date(wall).getUTCFullYear();
    const candidates = [year - 1, year, year + 1].map((candidate) => wallOf([candidate, ...parts]));
    return candidates
      .filter((candidate) => candidate !== undefined)
      .toSorted((a, b) => Math.abs(a - wall) - Math.abs(b - wall))[0];
  };

  const read = (text: string): { readonly time: number | undefined; readonly length: number } | undefined => {
    const written = (wall: number | undefined, length: number) => {
      const time = wall === undefined ? undefined : times.resolve(wall);
      known = time ?? known;
      return { time, length };
    };
    const exact = (time: number, length: number) => ({ time: times.pass(time), length });

    const ctime = CTIME.exec(text);
    if (ctime) {
      const [whole, month, day, hour, minute, second, year] = ctime;
      return written(wallOf([year, monthOf(month), day, hour, minute, second]), whole.length);
    }
    const numeric = NUMERIC.exec(text);
    if (numeric) {
      const [whole, year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes] = numeric;
      const wall = wallOf([year, month, day, hour, minute, second]);
      if (wall === undefined || (!utc && !sign)) return written(wall, whole.length);
      const offset = Number(`${sign ?? '+'}1`) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
      return exact(wall + Math.floor(Number(`0.${fraction ?? 0}`) * SECOND) - offset, whole.length);
    }
    const withoutYear = WITHOUT_YEAR.exec(text);
    if (withoutYear) {
      const [whole, month, day, hour, minute, second] = withoutYear;
      return written(nearest([monthOf(month), day, hour, minute, second]), whole.length);
    }
    const epoch = EPOCH.exec(text)?.[0];
    return epoch === undefined ? undefined : exact(Number(epoch) * SECOND, epoch.length);
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

const monthOf = (name: string | undefined) => MONTHS.indexOf(name!) + 1;

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
