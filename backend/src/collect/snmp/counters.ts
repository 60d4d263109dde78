import { UPTIME_WRAP } from './uptime.ts';

/** When counters were read, epoch milliseconds UTC, and how long the device had been up by then, seconds. */
export interface Moment {
  readonly time: number;
  readonly uptimeSeconds: number | null;
}

/**
 * Why nothing is known of an interval: the counter was `reset`, rose by more than is `possible`, or may have wrapped more
 * than once.
 */
export type Gap = 'reset' | 'impossible' | 'ambiguous';

/** An uptime may lag behind our clock by seconds that the answer took, and by a clock that runs slow. */
const LAG_SECONDS = 5;
const LAG_SHARE = 0.05;

/** How much faster than its speed a counter may seem to move, since devices refresh their counters every few seconds. */
const MARGIN = 1.1;
/** Octets in flight when the counter was read. */
const SLACK_OCTETS = 16_384;
/** Speeds assumed where none is known, bits per second: an old device without 64-bit counters, and the fastest there is. */
const ASSUMED_SPEED = { 32: 100e6, 64: 1e12 } as const;
/** What a counter of so many bits counts before it begins anew. */
const WRAPS = { 32: 2 ** 32, 64: 2 ** 64 } as const;
/** More errors a second are not believed, whatever the speed. */
const MOST_ERRORS = 1e6;

/**
 * True when the counters of two moments cannot be compared: the device restarted, so that they began anew, or our clock was
 * set, so that nobody knows how much time passed. The uptime then did not grow by about the time that passed (it may have
 * wrapped). False where an uptime is unknown.
 */
export function interrupted(before: Moment, after: Moment): boolean {
  if (before.uptimeSeconds === null || after.uptimeSeconds === null) return false;
  const passed = (after.time - before.time) / 1000;
  const lag = LAG_SECONDS + Math.abs(passed) * LAG_SHARE;
  const grown = after.uptimeSeconds - before.uptimeSeconds;
  const wrapped = grown < 0 ? grown + UPTIME_WRAP : grown;
  return Math.abs(wrapped - passed) > lag;
}

/** Most octets that a counter can move in `elapsed` milliseconds at a speed in bits per second, null when unknown. */
export function mostOctets(bits: 32 | 64, speed: number | null, elapsed: number): number {
  const assumed = speed !== null && speed > 0 ? speed : ASSUMED_SPEED[bits];
  return ((assumed / 8) * elapsed * MARGIN) / 1000 + SLACK_OCTETS;
}

/** Most errors that can happen in `elapsed` milliseconds. */
export const mostErrors = (elapsed: number): number => (MOST_ERRORS * elapsed) / 1000;

/**
 * What a counter of so many bits moved between two readings of one run of the device, or why that is not known. Of the amounts that would
 * bring it from one to the other (one wrap apart), it is the one not above `most`; none or several of them are a gap.
 * A 32-bit counter that fell while `mayHaveRestarted` (no uptime is known) is a gap as well: it looks the same as a wrap.
 */
export function moved(
  bits: 32 | 64,
  before: bigint,
  after: bigint,
  most: number,
  mayHaveRestarted = false,
): number | Gap {
  const fell = after < before;
  if (fell && mayHaveRestarted) return 'reset';
  // Exact, as the difference is taken before it becomes a number; a counter that fell has wrapped at its width.
  const least = Number(BigInt.asUintN(fell ? bits : 64, after - before));
  if (least > most) return fell ? 'reset' : 'impossible';
  return least + WRAPS[bits] > most ? least : 'ambiguous';
}
