import { HOUR } from '../model/targets.ts';

const DAY = 24 * HOUR;
/** Days whose alarms are remembered: as far back as a forecast looks for the same time of day. */
const DAYS = 7;
const MOST = 50;

/** A time from `from` until `to` in which an alarm was active, epoch milliseconds UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The remembered spans with one more. */
export function withSpan(past: readonly Span[], span: Span): readonly Span[] {
  return [...past.filter(({ to }) => to >= span.to - (DAYS + 1) * DAY), span].slice(-MOST);
}

/**
 * Whether an alarm forecast for `time` may only be the echo of an earlier one: an hourly forecast leans on the same hour of
 * earlier days, and on one of the last seven, no more, an alarm was active then or within an hour. What happened on two days
 * is a rhythm.
 */
export function isEcho(past: readonly Span[], time: number): boolean {
  if (past.length === 0) return false;
  const days = Array.from({ length: DAYS }, (_, index) => time - (index + 1) * DAY);
  return days.filter((day) => past.some(({ from, to }) => day >= from - HOUR && day <= to + HOUR)).length === 1;
}
