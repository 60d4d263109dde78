import type { Json } from '../model/contracts/log-state.ts';
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

/** True for a session of which nothing more is to come. */
export const isPast = ({ seen, ended }: TrafficSession, now: number, remembered: number): boolean =>
  now - seen > (ended ? remembered : SILENT);

/** A session as it is kept in the state: numbers in a row, those of each direction after those of the session. */
export const packSession = ({ input, output, seen, ended, readings }: TrafficSession): Json => [
  ...[input, output, seen, ended ? 1 : 0],
  ...[...readings].map(([direction, reading]) => [
    ...[direction, reading.begin, reading.time, reading.seconds, reading.input, reading.output, reading.ended ? 1 : 0],
  ]),
];

type PackedReading = readonly [
  ...[direction: number, begin: number, time: number, seconds: number | null],
  ...[input: number, output: number, ended: number],
];

export function unpackSession(packed: Json): TrafficSession {
  const [input, output, seen, ended, ...readings] = packed as unknown as readonly [
    ...[input: number, output: number, seen: number, ended: number],
    ...PackedReading[],
  ];
  return {
    ...{ input, output, seen, ended: ended === 1 },
    readings: new Map(readings.map(unpackReading)),
  };
}

const unpackReading = (packed: PackedReading): [number, Reading] => {
  const [direction, begin, time, seconds, input, output, ended] = packed;
  return [direction, { begin, time, seconds, input, output, ended: ended === 1 }];
};
