import { HOUR } from '../model/targets.ts';
import { hash } from './random.ts';

const DAY = 24 * HOUR;

/** How people of one kind use the network: activity by hour of the local day, about 1 on average over a week. */
export interface Rhythm {
  readonly weekday: readonly number[];
  readonly weekend: readonly number[];
}

export const HOUSEHOLD: Rhythm = {
  weekday: [
    0.55, 0.38, 0.28, 0.24, 0.24, 0.32, 0.52, 0.78, 0.86, 0.86, 0.88, 0.92, 0.98, 0.98, 0.98, 1.08, 1.24, 1.45, 1.66,
    1.84, 1.95, 1.88, 1.5, 1.0,
  ],
  weekend: [
    0.76, 0.5, 0.36, 0.28, 0.25, 0.26, 0.33, 0.48, 0.75, 1.06, 1.26, 1.36, 1.42, 1.4, 1.36, 1.36, 1.42, 1.52, 1.64,
    1.76, 1.84, 1.74, 1.42, 1.05,
  ],
};

export const BUSINESS: Rhythm = {
  weekday: [
    0.2, 0.18, 0.18, 0.18, 0.18, 0.22, 0.4, 0.9, 1.9, 2.6, 2.7, 2.6, 2.1, 2.4, 2.6, 2.5, 2.2, 1.6, 0.9, 0.5, 0.35, 0.3,
    0.26, 0.22,
  ],
  weekend: Array.from({ length: 24 }, (_, hour) => (hour > 9 && hour < 17 ? 0.5 : 0.2)),
};

/** Activity at a wall time (milliseconds as if UTC), a continuous line through the middles of the hours. */
export function activity(rhythm: Rhythm, wall: number): number {
  const position = wall / HOUR - 0.5;
  const hour = Math.floor(position);
  const share = position - hour;
  return hourly(rhythm, hour) * (1 - share) + hourly(rhythm, hour + 1) * share;
}

function hourly(rhythm: Rhythm, hour: number): number {
  // The epoch began on a Thursday.
  const weekday = (Math.floor(hour / 24) + 4) % 7;
  const day = weekday === 0 || weekday === 6 ? rhythm.weekend : rhythm.weekday;
  return day[((hour % 24) + 24) % 24]!;
}

/** What no calendar explains, as a factor near 1: a swell over a hundred days, and days and hours busier than others. */
export function mood(seed: number, instant: number): number {
  const swell = 0.12 * Math.sin((2 * Math.PI * instant) / (100 * DAY));
  return 1 + swell + 0.1 * drift(seed, instant / (18 * HOUR), 1) + 0.05 * drift(seed, instant / (3 * HOUR), 2);
}

/** Smooth noise from −1 to 1 with a random height at each whole position. */
export function drift(seed: number, position: number, kind: number): number {
  const knot = Math.floor(position);
  const height = (index: number) => hash(seed, kind, index) / 2 ** 31 - 1;
  const share = (1 - Math.cos(Math.PI * (position - knot))) / 2;
  return height(knot) * (1 - share) + height(knot + 1) * share;
}

/**
 * Seconds of average use between two wall times (milliseconds): the integral of a daily wave with its crest at 20:00.
 * Never falls as `to` grows, so that octet counters built on it only rise.
 */
export function usedSeconds(from: number, to: number): number {
  const wave = (wall: number) => Math.sin((2 * Math.PI * (wall - 14 * HOUR)) / DAY);
  return Math.max(0, (to - from + 0.6 * (DAY / (2 * Math.PI)) * (wave(to) - wave(from))) / 1000);
}
