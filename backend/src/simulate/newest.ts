import type { Zone } from '../model/zone.ts';
import { MONTHS } from './lines.ts';
import type { Subscribers } from './subscribers.ts';

const DATE = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) /;
const EVENT_TIME = /input \((\d{4})\.(\d\d)\.(\d\d) /;

/**
 * The instants at which the last of these lines may have been written, to the second, newest first: two in a repeated
 * hour, none when the lines tell no date. The year is that of the newest accounting line; where there is none, the one
 * that brings the date closest to `near`.
 */
export function writtenAt(lines: readonly string[], zone: Zone, near: number | undefined): number[] {
  const [, name = '', day = '', time = ''] = DATE.exec(lines.at(-1) ?? '') ?? [];
  const eventTime = lines.findLast((line) => EVENT_TIME.test(line)) ?? '';
  const [, year, eventMonth, eventDay] = EVENT_TIME.exec(eventTime) ?? [];
  const around = year === undefined ? near : Date.parse(`${year}-${eventMonth}-${eventDay}T00:00:00Z`);
  const month = MONTHS.indexOf(name);
  if (month < 0 || around === undefined) return [];
  const middle = new Date(around).getUTCFullYear();
  const walls = [middle - 1, middle, middle + 1].map((candidate) =>
    Date.parse(`${candidate}-${String(month + 1).padStart(2, '0')}-${day.replace(' ', '0')}T${time}Z`),
  );
  const wall = walls.reduce((best, other) => (Math.abs(other - around) < Math.abs(best - around) ? other : best));
  return zone.instants(wall).reverse();
}

/**
 * Finds the last of these lines in what the subscribers write: its exact instant and the lines of the same millisecond
 * that come after it. Undefined when others than these subscribers wrote it.
 */
export function findInStream(
  lines: readonly string[],
  candidates: readonly number[],
  subscribers: Subscribers,
): { readonly time: number; readonly after: string[] } | undefined {
  for (const candidate of candidates) {
    // The clock of some lines runs a second ahead of their writing.
    const nearby = subscribers.lines(candidate - 2000, candidate + 2000);
    const index = nearby.findLastIndex(({ text }) => text === lines.at(-1));
    const found = nearby[index];
    if (!found) continue;
    const rest = nearby.slice(index + 1).filter(({ time }) => time === found.time);
    return { time: found.time, after: rest.map(({ text }) => text) };
  }
  return undefined;
}
