import { createHash } from 'node:crypto';

/** The last part of each period stays free, so that a poll that is a little late is still in the minute it belongs to. */
const USED_SHARE = 0.9;
/**
 * Slots stand this far apart, milliseconds: devices asked together cost far less than the same devices one by one, since the
 * process is woken once for all of them, and so few at a time still load nobody.
 */
const TOGETHER = 250;
/** The first polls, in which everything is read, are spread over this time at least, and at most so many come a second. */
const START_SPREAD = 5000;
const FIRST_POLLS_PER_SECOND = 200;
/** A regular poll so soon after the first one is left out: devices refresh their counters only every few seconds. */
const SHORTEST_SHARE = 0.25;

/** A number from 0 to below 1 that belongs to an id, evenly spread over ids. */
function fractionOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
}

/** When one device is polled: at the same place in each period, counted from the epoch, so that restarts agree. */
export interface Slots {
  /** The first poll after a start; the devices are spread over `spread` milliseconds, or their period if that is shorter. */
  first(now: number, spread: number): number;
  /** The slot after that poll. */
  second(first: number): number;
  /** The first slot after a time. */
  after(time: number): number;
}

/** The slots of a device; `period` in milliseconds. */
export function slotsOf(device: string, period: number): Slots {
  const fraction = fractionOf(device);
  const phase = Math.floor((fraction * USED_SHARE * period) / TOGETHER) * TOGETHER;
  const after = (time: number) => (Math.floor((time - phase) / period) + 1) * period + phase;
  return {
    first: (now, spread) => now + Math.floor(fraction * Math.min(spread, period)),
    second: (first) => after(first + SHORTEST_SHARE * period),
    after,
  };
}

/** Over how many milliseconds the first polls of so many devices are spread. */
export const startSpreadOf = (devices: number): number =>
  Math.max(START_SPREAD, (devices / FIRST_POLLS_PER_SECOND) * 1000);

/** Lets at most `places` works run at a time; the others wait in order. */
export function limitTo(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
