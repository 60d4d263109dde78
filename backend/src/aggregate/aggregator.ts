import type { Aggregator } from '../model/contracts/aggregator.ts';
import type { AggregateRows } from '../model/contracts/log-state.ts';
import { SUBSCRIBERS_PART } from '../model/subscribers.ts';
import type { Zone } from '../model/zone.ts';
import { combined } from './combined.ts';
import { hourDelays, minuteDelays } from './delays.ts';
import { failureCounter } from './failures.ts';
import { lineCounter } from './lines.ts';
import { minuteCounter } from './minutes.ts';
import type { AggregatePart, PartState } from './part.ts';
import { sessionCounter } from './sessions.ts';
import { type SubscriberOptions, subscriberCounter } from './subscribers/subscribers.ts';
import { targetCounter } from './targets.ts';
import { trafficCounter } from './traffic.ts';

export interface AggregatorOptions {
  readonly source: string;
  readonly zone: Zone;
  /** How often a NAS reports a session, milliseconds. */
  readonly interimPeriod: number;
  /** Absent where nobody asks for the anomalies of subscribers. */
  readonly subscribers?: SubscriberOptions | undefined;
  /** The reading state as the changes of `drain` have made it. */
  readonly state: AggregateRows;
  /** Names of the parts that are wanted: all where they are not named. */
  readonly parts?: readonly string[] | undefined;
}

/**
 * Makes the series of one log source, each part its own. The result is a pure function of the restored state and the entries:
 * reading again from the last committed state gives the same values, whatever happened in between. What `drain` answers as
 * changes must be in the state before the next entry is taken.
 */
export function createAggregator(options: AggregatorOptions): Aggregator {
  const of = (part: string): PartState => ({
    row: (key) => options.state.row(part, key),
    rows: () => options.state.rows(part),
    blobs: () => options.state.blobs?.(part) ?? [],
  });
  const { subscribers } = options;
  const lines = lineCounter(of('lines'));
  const parts: readonly AggregatePart[] = [
    targetCounter(options, of('hours')),
    sessionCounter(options, of('sessions')),
    ...(subscribers ? [subscriberCounter({ ...options, subscribers }, of(SUBSCRIBERS_PART))] : []),
    trafficCounter(options, of('traffic')),
    minuteCounter(options, of('minutes')),
    failureCounter(options, of('failures')),
    hourDelays(options, of('hour-delays')),
    minuteDelays(options, of('minute-delays')),
  ].filter(({ name }) => options.parts?.includes(name) ?? true);
  return combined(lines, parts);
}
