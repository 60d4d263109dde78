import { HOUR, MINUTE } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';
import { exponential, hash, randomOf } from './random.ts';
import { activity, BUSINESS, HOUSEHOLD, mood } from './rhythm.ts';
import type { Subscriber } from './subscriber.ts';

export const DAY = 24 * HOUR;
/** No session lasts longer, so those of a day and the day before are all that can be open in it. */
const LONGEST = 22 * HOUR;
/** At most one session of a subscriber begins in each slot, in its first 18 minutes. */
const SLOT = 20 * MINUTE;
/** How long a debtor pays or does not pay. */
const BILLING_SPAN = 4 * DAY;

/** A session: epoch milliseconds UTC of its begin and end, and the seed of everything in it. */
export interface Session {
  readonly subscriber: Subscriber;
  readonly seed: number;
  readonly start: number;
  readonly end: number;
}

/** True while a debtor is refused: some spans of four days, each debtor's own. */
export function isBlocked({ debtor, seed }: Subscriber, instant: number): boolean {
  if (!debtor) return false;
  const span = Math.floor((instant + (seed % BILLING_SPAN)) / BILLING_SPAN);
  return hash(seed, 10, span) < 0.2 * 2 ** 32;
}

/**
 * The sessions that begin on a UTC day (`day` = epoch days), by subscriber and then by time: a pure function of the
 * subscribers, the zone and the day. A session ends by itself or shortly before its subscriber's next one begins.
 */
export function sessionsOfDay(seed: number, subscribers: readonly Subscriber[], zone: Zone, day: number): Session[] {
  const today = begun(seed, subscribers, zone, day);
  const tomorrow = begun(seed, subscribers, zone, day + 1);
  return subscribers.flatMap((subscriber, index) => {
    const next = [...today[index]!.slice(1), ...tomorrow[index]!.slice(0, 1)];
    return today[index]!.map((start, position): Session => {
      const sessionSeed = hash(subscriber.seed, 9, Math.floor(start / SLOT));
      const latest = (next[position] ?? Number.POSITIVE_INFINITY) - 20_000;
      const end = Math.min(start + duration(subscriber, sessionSeed), latest);
      return { subscriber, seed: sessionSeed, start, end };
    });
  });
}

function duration({ flapping }: Subscriber, seed: number): number {
  const random = randomOf(hash(seed, 1));
  if (flapping) return 20_000 + random() * 400_000;
  return Math.min(MINUTE + exponential(random, 5 * HOUR), LONGEST);
}

/** When the sessions of a UTC day begin, a row for each subscriber. */
function begun(seed: number, subscribers: readonly Subscriber[], zone: Zone, day: number): number[][] {
  const rows: number[][] = subscribers.map(() => []);
  for (let slot = (day * DAY) / SLOT; slot < ((day + 1) * DAY) / SLOT; slot++) {
    const instant = slot * SLOT;
    const wall = instant + zone.offset(instant);
    const factor = (mood(seed, instant) * SLOT) / HOUR;
    const active = new Map([HOUSEHOLD, BUSINESS].map((rhythm) => [rhythm, activity(rhythm, wall) * factor]));
    subscribers.forEach((subscriber, index) => {
      const random = randomOf(hash(subscriber.seed, slot));
      const likely = 1 - Math.exp(-subscriber.sessionsPerHour * active.get(subscriber.rhythm)!);
      if (random() >= likely || isBlocked(subscriber, instant)) return;
      rows[index]!.push(Math.floor(instant + random() * 18 * MINUTE));
    });
  }
  return rows;
}
