import { MINUTE } from '../model/targets.ts';

const WRAP = 2 ** 32;
/** How much later a sign of life may come again, because nobody answered the first. */
const RETRANSMITTED = 10 * MINUTE;
/** How coarse the session times of some NAS are: steps of 75 s. */
const ROUNDING = 75_000;
/** Hosts that write one log differ by about a second. */
const DISORDER = 5_000;

/** The newest sign of life of a session: its counters, and when it says that the session began. */
export interface Reading {
  /** When the session began by this sign, epoch milliseconds UTC; the earliest of what its signs say. */
  readonly begin: number;
  readonly time: number;
  /** How long the session had lasted; null where the log does not tell. */
  readonly seconds: number | null;
  readonly input: number;
  readonly output: number;
  readonly ended: boolean;
}

/** Octets that a sign of life adds, and the time from which they have flowed until it. */
export interface Gain {
  readonly reading: Reading;
  readonly from: number;
  readonly input: number;
  readonly output: number;
}

export interface GainContext {
  /** True where counters begin anew at 2^32. */
  readonly wraps: boolean;
  /** A session that began later, and was not seen before, is wholly in the log. */
  readonly knownSince: number;
  /** When its NAS has ended all sessions last; −∞ if it never has. */
  readonly boot: number;
}

/**
 * What a sign of life with counters adds to those of the session before. Counters are cumulative: what comes twice adds nothing,
 * and what comes late adds nothing, as the newer one has told it all. A session that is seen first adds what it has
 * counted when it is wholly in the log, and nothing otherwise. One that began anew under the same name adds all that it has
 * counted since. Undefined for what comes twice or late.
 */
export function gainOf(known: Reading | undefined, next: Reading, context: GainContext): Gain | undefined {
  if (!known) {
    const isWhole = next.seconds !== null && next.begin >= context.knownSince;
    return isWhole ? allOf(next, next.begin) : { reading: next, from: next.time, input: 0, output: 0 };
  }
  if (isRepeated(known, next)) return undefined;
  if (isAnother(known, next, context.boot)) return allOf(next, next.begin);
  const falls = next.input < known.input || next.output < known.output;
  const bySession = known.seconds !== null && next.seconds !== null;
  const order = bySession ? next.seconds! - known.seconds! : next.time - known.time;
  // Of two signs of one moment, the one that has counted less was sent first.
  if (order < 0 ? falls || bySession : order === 0 && falls) return undefined;
  if (falls && !context.wraps) return allOf(next, known.time);
  const reading = {
    ...next,
    begin: Math.min(known.begin, next.begin),
    time: Math.max(known.time, next.time),
    ended: known.ended || next.ended,
  };
  const gain = (before: number, after: number) => after - before + (after < before ? WRAP : 0);
  const from = Math.min(known.time, next.time);
  return { reading, from, input: gain(known.input, next.input), output: gain(known.output, next.output) };
}

/** True where a Start of a known session begins another one; where session times are told, the counters will say so. */
export const startsAnother = (known: Reading, time: number, boot: number): boolean =>
  endedBy(known, boot)
    ? time > boot
    : known.seconds === null && known.input + known.output > 0 && time > known.time + DISORDER;

/** True for a session that the boot of its NAS has ended; one that began in the same second came after it. */
const endedBy = ({ time, begin }: Reading, boot: number): boolean => time <= boot && begin < boot;

const allOf = (reading: Reading, from: number): Gain => ({
  ...{ reading, from, input: reading.input, output: reading.output },
});

/** True for the same sign again: one that nobody answered is sent again, a Stop for hours. */
const isRepeated = (known: Reading, next: Reading): boolean =>
  known.seconds === next.seconds &&
  known.input === next.input &&
  known.output === next.output &&
  known.ended === next.ended &&
  (next.seconds !== null || next.time <= known.time + RETRANSMITTED);

/** True where a session of the same name has begun after the known one. */
function isAnother(known: Reading, next: Reading, boot: number): boolean {
  if (next.seconds === null) return false;
  if (endedBy(known, boot)) return next.begin >= boot - ROUNDING;
  const isShorter = known.ended || (known.seconds !== null && next.seconds < known.seconds);
  return isShorter && next.begin >= known.begin + RETRANSMITTED && next.begin >= known.time - ROUNDING;
}
