import type { OctetRange } from '../../model/accounting.ts';
import { type AccountingRun, eachSpan, STATUS_TYPES } from '../../model/accounting-run.ts';
import type { Json } from '../../model/contracts/log-state.ts';
import type { Secret } from '../../model/secret.ts';
import type { SeriesBlock } from '../../model/series.ts';
import {
  ANOMALY_NAMES,
  type AnomalyLimits,
  type AnomalyLists,
  anomalyRowKey,
  anomalySeries,
  type HourAnomalies,
  NO_ANOMALIES,
  SUBSCRIBERS_PART,
} from '../../model/subscribers.ts';
import { HOUR } from '../../model/targets.ts';
import type { Zone } from '../../model/zone.ts';
import type { AggregatePart, PartState } from '../part.ts';
import { HOUR_GRACE } from '../targets.ts';
import { type AliasOf, SubscriberHour } from './hour.ts';
import { rowKey } from './keeping.ts';
import { keyReader } from './keys.ts';
import { subscriberNames } from './names.ts';
import { type HourOrder, type HourSpan, type OpenHour, openHours } from './open-hours.ts';
import { userRowWriter } from './user-rows.ts';
import { type CountedEvent, IS_FAILED, IS_STOP } from './waiting-events.ts';

export interface SubscriberOptions {
  readonly limits: AnomalyLimits;
  /** How far back from the newest hour lists are kept, milliseconds. */
  readonly retention: number;
  /** With it logins leave memory as hashes that only this key makes. */
  readonly pseudonymKey?: Secret | undefined;
}

/** The row of the hours; `names` is the mark of the names in the rows of users. */
interface KeptHours extends HourOrder {
  readonly names: string;
}

const HOURS = 'hours';
const REMOVED_AT_ONCE = 32;
const STOP = STATUS_TYPES.indexOf('Stop');

/**
 * Which subscribers were anomalous in an hour, as the original service told it: lists by hour, kept as rows, and how many
 * there were as series. An event counts in the hour of its own date. An hour is told when it is over, and again when later
 * lines change it while it is open; events of an hour that is closed are only counted as such.
 */
export function subscriberCounter(
  { source, zone, subscribers }: { source: string; zone: Zone; subscribers: SubscriberOptions },
  state: PartState,
): AggregatePart {
  const keyOf = keyReader();
  const names = subscriberNames(subscribers.pseudonymKey);
  const { pseudonym } = names;
  /** By hour, since the last drain: its lists, and events that could not be counted any more. */
  let told = new Map<number, AnomalyLists>();
  let uncounted = new Map<number, number>();
  let forgotten = new Set<number>();
  /** Keys of rows that say nothing any more. They are removed a few at a time: an hour has thousands. */
  const stale: string[] = [];
  let idle = true;
  const writer = userRowWriter();
  const miss = (start: number, events: number) => {
    if (events > 0) uncounted.set(start, (uncounted.get(start) ?? 0) + events);
  };
  const publish = (hour: OpenHour, textOf = names.text) => {
    if (!hour.published) told.set(hour.start, hour.counted.lists(textOf));
    hour.published = true;
  };
  /** A hash costs more than a look into the hours before. */
  const aliasOf: AliasOf | undefined =
    pseudonym &&
    ((keys, at, length, hash) => {
      for (const { counted } of hours.list()) {
        const known = counted.alias(keys, at, length, hash);
        if (known) return known;
      }
      return pseudonym(keys.octets.subarray(at * 4, at * 4 + length));
    });
  const hours = openHours({
    zone,
    retention: subscribers.retention,
    create: (expected) => new SubscriberHour(subscribers.limits, expected, aliasOf),
    close(hour) {
      publish(hour);
      miss(hour.start, hour.counted.takeRefused());
      stale.push(...hour.keeping.keys());
    },
    forget: (start) => forgotten.add(start),
  });
  const kept = state.row(HOURS) as unknown as KeptHours | undefined;
  // Users under other names are listed as they stand, and cannot be gone on with.
  const areOthers = kept !== undefined && kept.names !== names.mark;
  if (kept) hours.restore(kept, () => new SubscriberHour(subscribers.limits, 0, areOthers ? undefined : aliasOf));
  for (const [key, row] of state.blobs()) {
    const place = rowKey(key);
    const hour = place && hours.get(place.start);
    if (hour) hour.keeping.restore(hour.counted, place.kind, place.number, row);
    else stale.push(key);
  }
  if (areOthers) {
    for (const hour of hours.list()) publish(hour, (key) => names.textOfOther(kept.names, key));
    hours.closeAll();
  }
  let keptOrder = kept ? orderText(kept) : '';

  /** The row of an hour with what is new of it. */
  const rowOf = (start: number): HourAnomalies => {
    const known = state.row(anomalyRowKey(start)) as unknown as HourAnomalies | undefined;
    const missed = (known?.uncounted ?? 0) + (uncounted.get(start) ?? 0);
    return { lists: told.get(start) ?? known?.lists ?? NO_ANOMALIES, uncounted: missed };
  };

  /** Adds what of the open hours changed. */
  const keep = (rows: Map<string, Json | Uint8Array | null>) => {
    for (const key of stale.splice(0, REMOVED_AT_ONCE)) rows.set(key, null);
    for (const { keeping, counted } of hours.list()) {
      const { rows: changed, stale: since } = keeping.drain(counted, writer);
      for (const [key, row] of changed) rows.set(key, row);
      stale.push(...since);
    }
  };

  const count = ({ start, hour }: HourSpan, event: CountedEvent, login: OctetRange): void => {
    if (hour) {
      hour.counted.count(event, login);
      hour.published = false;
    } else miss(start, 1);
  };
  const countRun = (span: HourSpan, run: AccountingRun, from: number, to: number): void => {
    const { failed, statusTypes, hasOctets, inputOctets, outputOctets } = run.columns;
    for (let index = from; index < to; index++) {
      const marks = (failed[index] === 1 ? IS_FAILED : 0) | (statusTypes[index] === STOP ? IS_STOP : 0);
      const carriesOctets = hasOctets[index] === 1;
      if (marks === 0 && !carriesOctets) continue;
      const input = carriesOctets ? inputOctets[index]! : Number.NaN;
      const output = carriesOctets ? outputOctets[index]! : Number.NaN;
      count(span, { marks, input, output }, run.login(index));
    }
  };

  return {
    name: SUBSCRIBERS_PART,
    other(time) {
      idle = false;
      hours.at(time);
    },
    record(record) {
      idle = false;
      const span = hours.at(record.time);
      // Each is asked for once, as a parser may find it anew each time.
      const { failed, statusType, inputOctets: input = Number.NaN, outputOctets: output = Number.NaN } = record;
      const marks = (failed ? IS_FAILED : 0) | (statusType === 'Stop' ? IS_STOP : 0);
      if (marks === 0 && Number.isNaN(input) && Number.isNaN(output)) return;
      const key = keyOf(record);
      if (key) count(span, { marks, input, output }, key);
    },
    run(run) {
      idle = false;
      let span: HourSpan;
      const spanAt = (time: number) => {
        span = hours.at(time);
        return span;
      };
      eachSpan(run, spanAt, (from, to) => countRun(span, run, from, to));
    },
    drain(reached = Number.NEGATIVE_INFINITY) {
      for (const hour of hours.list()) {
        miss(hour.start, hour.counted.takeRefused());
        if (hour.start + HOUR + HOUR_GRACE <= reached) publish(hour);
      }
      const changed = [...told.keys(), ...uncounted.keys()].filter(hours.has);
      const rows = new Map<string, Json | Uint8Array | null>(
        changed.map((start) => [anomalyRowKey(start), rowOf(start) as unknown as Json]),
      );
      // Where nothing was read, nothing may be committed.
      if (!idle) keep(rows);
      idle = true;
      for (const start of forgotten) rows.set(anomalyRowKey(start), null);
      const text = orderText(hours.order());
      if (text !== keptOrder) rows.set(HOURS, { ...hours.order(), names: names.mark } as unknown as Json);
      keptOrder = text;
      const blocks = anomalyBlocks(source, told);
      told = new Map();
      uncounted = new Map();
      forgotten = new Set();
      return { blocks, rows };
    },
  };
}

/** Tells whether the order changed: hours are closed and forgotten only when one is opened. */
const orderText = ({ open }: HourOrder) => open.join(' ');

function anomalyBlocks(source: string, told: ReadonlyMap<number, AnomalyLists>): SeriesBlock[] {
  const hours = [...told].sort(([a], [b]) => a - b);
  if (hours.length === 0) return [];
  return ANOMALY_NAMES.map((anomaly) => ({
    series: anomalySeries(source, anomaly),
    times: hours.map(([start]) => start),
    values: hours.map(([, lists]) => lists[anomaly].length),
  }));
}
