import { HOUR } from '../model/targets.ts';
import type { Reading } from './session-octets.ts';

/** A session that never ends, as its Stop was lost, is forgotten after so much silence. */
const SILENT = 7 * 24 * HOUR;

/** What is remembered of the counters of a session. */
export interface TrafficSession {
  /** Octets counted of it, until it has a master. */
  readonly input: number;
  readonly output: number;
  /** Date of the newest sign of life. */
  readonly seen: number;
  readonly ended: boolean;
  /** By direction, 0 for the master. */
  readonly readings: ReadonlyMap<number, Reading>;
}

/**
 * A session as it is kept, in memory and in the state: the numbers of the session, then those of each direction. There are
 * hundreds of thousands, and an array of nothing but numbers takes half the memory.
 */
export type PackedSession = readonly number[];
const OWN_COLUMNS = 4;
const READING_COLUMNS = 7;
/** A session time that the log does not tell. */
const UNKNOWN = -1;

export function packSession({ input, output, seen, ended, readings }: TrafficSession): PackedSession {
  const packed = [input, output, seen, ended ? 1 : 0];
  for (const [direction, reading] of readings) {
    const { begin, time, seconds } = reading;
    packed.push(direction, begin, time, seconds ?? UNKNOWN, reading.input, reading.output, reading.ended ? 1 : 0);
  }
  // A copy has no room to grow, which would be as much again.
  return packed.slice();
}

export function unpackSession(packed: PackedSession): TrafficSession {
  const [input, output, seen, ended] = packed as readonly [number, number, number, number];
  const readings = new Map<number, Reading>();
  for (let at = OWN_COLUMNS; at < packed.length; at += READING_COLUMNS)
    readings.set(packed[at]!, readingAt(packed, at + 1));
  return { input, output, seen, ended: ended === 1, readings };
}

function readingAt(packed: PackedSession, at: number): Reading {
  const seconds = packed[at + 2]!;
  return {
    begin: packed[at]!,
    time: packed[at + 1]!,
    seconds: seconds === UNKNOWN ? null : seconds,
    input: packed[at + 3]!,
    output: packed[at + 4]!,
    ended: packed[at + 5] === 1,
  };
}

/** True for a session of which nothing more is to come: one that has ended is remembered for so many milliseconds. */
export function isPast(packed: PackedSession, now: number, remembered: number): boolean {
  const [, , seen, ended] = packed as readonly [number, number, number, number];
  return now - seen > (ended === 1 ? remembered : SILENT);
}

/** True where the master of a session is known: its directions tell nothing more. */
export const hasMaster = (packed: PackedSession): boolean => packed[OWN_COLUMNS] === 0;
