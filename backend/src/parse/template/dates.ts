import { DateTime } from 'luxon';

/** A date as it was read: an instant where it carries its offset, else a wall time as if it were UTC milliseconds. */
export type ReadDate = { readonly instant: number } | { readonly wall: number };

/**
 * Reads a date; `known` is the wall time of the line before, for dates without a year. 'impossible' for a date that there
 * is not, such as the 31st of April; undefined for what is no date of the format.
 */
export type DateReader = (text: string, known: number) => ReadDate | 'impossible' | undefined;

const OPTIONS = { zone: 'utc', locale: 'en-US' } as const;
/** The longest text that is taken for a date, characters. */
const LONGEST = 100;
/** A day that shows whether a format keeps what a date needs. */
const SOME_DATE = DateTime.fromObject({ year: 2026, month: 11, day: 23, hour: 17, minute: 45, second: 0 }, OPTIONS);

/**
 * A reader of a format in the tokens of Luxon (`yyyy-MM-dd HH:mm:ss`), months and days in English; a space stands for one or
 * more. Of dates without a year the one nearest to `known` is taken. Undefined when the format does not hold month, day, hour
 * and minute.
 */
export function dateReader(format: string): DateReader | undefined {
  const compact = format.replaceAll(/ +/g, ' ');
  const kept = DateTime.fromFormatExplain(SOME_DATE.toFormat(compact), compact, OPTIONS);
  const { year, month, day, hour, minute } = (kept.result ?? {}) as Record<string, number | undefined>;
  const { month: ofMonth, day: ofDay, hour: ofHour, minute: ofMinute } = SOME_DATE;
  if (month !== ofMonth || day !== ofDay || hour !== ofHour || minute !== ofMinute) return undefined;

  const hasOffset = Boolean(kept.zone);
  const withYear = year !== undefined;
  const parser = DateTime.buildFormatParser(withYear ? compact : `yyyy ${compact}`, OPTIONS);
  const parse = (text: string) => DateTime.fromFormatParser(text, parser, OPTIONS);
  return (written, known) => {
    if (written.length > LONGEST) return undefined;
    const text = written.replaceAll(/ +/g, ' ');
    const thisYear = new Date(known).getUTCFullYear();
    const found = withYear
      ? [parse(text)]
      : [thisYear - 1, thisYear, thisYear + 1].map((candidate) => parse(`${candidate} ${text}`));
    const [nearest] = found
      .filter(({ isValid }) => isValid)
      .map((date) => date.toMillis())
      .sort((a, b) => Math.abs(a - known) - Math.abs(b - known));
    if (nearest !== undefined) return hasOffset ? { instant: nearest } : { wall: nearest };
    return found.every(({ invalidReason }) => invalidReason === 'unparsable') ? undefined : 'impossible';
  };
}

/** The same reader for one log, whose neighbouring lines mostly have the same date. */
export function rememberLast(reader: DateReader): DateReader {
  let last: { readonly text: string; readonly read: ReturnType<DateReader> } | undefined;
  return (text, known) => {
    if (last?.text !== text) last = { text, read: reader(text, known) };
    return last.read;
  };
}

/** Reads seconds since 1970, with or without decimals. */
export const readEpoch: DateReader = (text) =>
  /^\d{1,11}(\.\d{1,9})?$/.test(text) ? { instant: Math.round(Number(text) * 1000) } : undefined;
