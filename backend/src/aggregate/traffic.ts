import type { AccountingRecord } from '../model/accounting.ts';
import type { Json } from '../model/contracts/log-state.ts';
import { trafficSeries } from '../model/log-series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';
import { createBuckets } from './buckets.ts';
import { hourClock } from './hour-clock.ts';
import { boundedNames } from './names.ts';
import type { AggregatePart, PartState } from './part.ts';
import { gatherSamples } from './samples.ts';
import { type Gain, gainOf, startsAnother } from './session-octets.ts';
import {
  hasMaster,
  isPast,
  type PackedSession,
  packSession,
  type TrafficSession,
  unpackSession,
} from './traffic-session.ts';

/** Lines of an hour, and reports of a session, may come so much later. */
const GRACE = 2 * MINUTE;
/** Hours that change once they are published are published again, at most so often. */
const LATE_PERIOD = 10 * MINUTE;
/** How long an ended session is remembered: what comes later of it cannot be told from another session. */
const TOO_LATE = 6 * HOUR;
const FORGETTING_PERIOD = 10 * MINUTE;
const MOST_NAS = 1000;
/** Of fewer reports a percentage says nothing. */
const FEWEST_REPORTS = 50;
const MASTER = 0;

const REST = 'rest';
const SESSION = 'session ';

/** By NAS. */
type Pairs = Map<string, [number, number]>;

interface TrafficRest {
  readonly first: number;
  readonly newest: number;
  readonly forgotten: number;
  readonly names: readonly string[];
  readonly boots: Readonly<Record<string, number>>;
}

/**
 * What subscribers have sent and received in each hour, in total and by NAS, told by what the counters of each session have
 * grown from one sign of life to the next; an hour gets the part of the time between that lies in it. Counted is the master
 * session, which repeats its directions, and those where there is none. Beside it, how many reports of sessions say that
 * nothing went. The counters of the first interim period tell what was before the log: hours in it are left out.
 */
export function trafficCounter(
  options: { readonly source: string; readonly zone: Zone; readonly interimPeriod: number },
  state: PartState,
): AggregatePart {
  const { source, interimPeriod } = options;
  const rest = state.row(REST) as unknown as TrafficRest | undefined;
  const sessions = new Map<string, PackedSession>();
  for (const [key, session] of state.rows()) {
    if (key.startsWith(SESSION)) sessions.set(key.slice(SESSION.length), session as PackedSession);
  }
  const boots = new Map(Object.entries(rest?.boots ?? {}));
  const names = boundedNames(MOST_NAS, rest?.names);
  let first = rest?.first;
  let newest = rest?.newest ?? Number.NEGATIVE_INFINITY;
  let forgotten = rest?.forgotten ?? Number.NEGATIVE_INFINITY;
  let dirty = new Map<string, Json | null>();

  const clock = hourClock(options.zone);
  const pairs = { rowLength: HOUR, empty: (): Pairs => new Map(), pack: packPairs, unpack: unpackPairs };
  /** Octets in and out. */
  const octets = createBuckets(
    { ...pairs, prefix: 'octets', settled: HOUR + interimPeriod + GRACE, latePeriod: LATE_PERIOD },
    state,
  );
  /** Reports, and those without traffic. */
  const reports = createBuckets({ ...pairs, prefix: 'reports', settled: HOUR + GRACE, latePeriod: LATE_PERIOD }, state);

  /** A session as if every past one were forgotten at once, so that it makes no difference when they really are. */
  const recall = (key: string): PackedSession | undefined => {
    const known = sessions.get(key);
    return known && isPast(known, newest, TOO_LATE) ? undefined : known;
  };
  const put = (key: string, session: TrafficSession) => {
    const packed = packSession(session);
    sessions.set(key, packed);
    dirty.set(SESSION + key, packed);
  };
  /** Divides what flowed until `to` among its hours by time, in whole octets. */
  const spread = (nas: string, from: number, to: number, input: number, output: number) => {
    let [gone, inputDone, outputDone] = [Math.min(from, to), 0, 0];
    do {
      const start = clock.startOf(gone);
      const end = Math.min(clock.endOf(start), to);
      const part = end >= to ? 1 : (end - from) / (to - from);
      const [inputNow, outputNow] = [Math.round(input * part), Math.round(output * part)];
      add(octets.at(start), nas, inputNow - inputDone, outputNow - outputDone);
      [gone, inputDone, outputDone] = [end, inputNow, outputNow];
    } while (gone < to);
  };
  const report = (key: string, nas: string, record: AccountingRecord) => {
    const { time, sessionSeconds, direction = MASTER, inputOctets: input, outputOctets: output } = record;
    const packed = recall(key);
    if (direction !== MASTER && packed && hasMaster(packed)) return;
    const session = packed && unpackSession(packed);
    if (input === undefined || output === undefined) return;
    const seconds = sessionSeconds ?? null;
    const known = session?.readings.get(direction);
    const begin = seconds === null ? (known?.begin ?? time) : time - 1000 * seconds;
    const ended = record.statusType === 'Stop';
    const gain = gainOf(
      known,
      { begin, time, seconds, input, output, ended },
      {
        wraps: record.octetsWrap,
        knownSince: Math.max(first!, time - TOO_LATE),
        boot: boots.get(record.nas ?? '') ?? Number.NEGATIVE_INFINITY,
      },
    );
    if (!gain) return;
    const before = session && direction === MASTER && !known ? session : undefined;
    // A master that comes after its directions has counted what they have.
    const inputGain = Math.max(0, gain.input - (before?.input ?? 0));
    const outputGain = Math.max(0, gain.output - (before?.output ?? 0));
    put(key, grown(session, direction, gain, inputGain, outputGain));
    if (inputGain + outputGain > 0) spread(nas, gain.from, time, inputGain, outputGain);
    const isIdle = ended ? input + output === 0 : gain.input + gain.output === 0 && known !== undefined;
    if (ended || known) add(reports.at(clock.startOf(time)), nas, 1, isIdle ? 1 : 0);
  };
  const start = (key: string, { time, direction = MASTER, nas }: AccountingRecord) => {
    const packed = recall(key);
    if (direction !== MASTER && packed && hasMaster(packed)) return;
    const session = packed && unpackSession(packed);
    const known = session?.readings.get(direction);
    const boot = boots.get(nas ?? '') ?? Number.NEGATIVE_INFINITY;
    if (known && !startsAnother(known, time, boot)) return;
    const reading = { begin: time, time, seconds: null, input: 0, output: 0, ended: false };
    put(key, grown(session, direction, { reading, from: time, input: 0, output: 0 }, 0, 0));
  };
  const forget = () => {
    if (newest - forgotten < FORGETTING_PERIOD) return;
    forgotten = newest;
    for (const [key, session] of sessions) {
      if (!isPast(session, newest, TOO_LATE)) continue;
      sessions.delete(key);
      dirty.set(SESSION + key, null);
    }
  };
  const packedRest = (): Json => ({
    ...{ first: first!, newest, forgotten, names: names.all() },
    boots: Object.fromEntries(boots),
  });

  const pass = (time: number) => {
    first ??= time;
    newest = Math.max(newest, time);
  };

  return {
    name: 'traffic',
    other: pass,
    record(record) {
      const { statusType, nas = '', sessionId, time } = record;
      pass(time);
      if (statusType === undefined || time < newest - TOO_LATE) return;
      if (statusType === 'On' || statusType === 'Off') {
        boots.set(nas, Math.max(time, boots.get(nas) ?? time));
        return;
      }
      // An hour with signs of life exists, also where nothing went in it.
      octets.at(clock.startOf(time));
      if (sessionId === undefined) return;
      const key = `${nas} ${sessionId}`;
      if (statusType === 'Start') start(key, record);
      else report(key, nas === '' ? '' : names.of(nas), record);
    },
    drain(reached) {
      if (first === undefined || reached === undefined) return { blocks: [], rows: new Map() };
      forget();
      const samples = gatherSamples();
      const whole = first + interimPeriod;
      // However late it is by the clock: an hour is told by reports that come after it.
      for (const [start, byNas] of octets.publish(newest, reached)) {
        if (start < whole) continue;
        const seconds = (clock.endOf(start) - start) / 1000;
        for (const [nas, [input, output]] of withTotal(byNas)) {
          samples.add(trafficSeries(source, nas, 'input_octets'), start, input);
          samples.add(trafficSeries(source, nas, 'output_octets'), start, output);
          samples.add(trafficSeries(source, nas, 'input_bits_per_second'), start, (8 * input) / seconds);
          samples.add(trafficSeries(source, nas, 'output_bits_per_second'), start, (8 * output) / seconds);
        }
      }
      for (const [start, byNas] of reports.publish(reached)) {
        for (const [nas, [count, idle]] of withTotal(byNas)) {
          samples.add(trafficSeries(source, nas, 'zero_traffic_reports'), start, idle);
          if (count < FEWEST_REPORTS) continue;
          samples.add(trafficSeries(source, nas, 'zero_traffic_percent'), start, (100 * idle) / count);
        }
      }
      const rows = new Map<string, Json | null>([...octets.changes(), ...reports.changes(), ...dirty]);
      dirty = new Map();
      return { blocks: samples.take(), rows: rows.set(REST, packedRest()) };
    },
  };
}

/** A session after a sign of life. The directions of one that has a master tell nothing more. */
function grown(
  session: TrafficSession | undefined,
  direction: number,
  { reading }: Gain,
  input: number,
  output: number,
): TrafficSession {
  const others = direction === MASTER ? [] : [...(session?.readings ?? [])];
  return {
    input: (session?.input ?? 0) + input,
    output: (session?.output ?? 0) + output,
    seen: Math.max(session?.seen ?? reading.time, reading.time),
    ended: reading.ended,
    readings: new Map([...others, [direction, reading]]),
  };
}

function add(pairs: Pairs, nas: string, one: number, other: number): void {
  const pair = pairs.get(nas);
  if (pair) {
    pair[0] += one;
    pair[1] += other;
  } else pairs.set(nas, [one, other]);
}

/** What is known of each NAS that has a name, after the total of all. */
function* withTotal(byNas: Pairs): Generator<readonly [nas: string | undefined, pair: readonly [number, number]]> {
  const total: [number, number] = [0, 0];
  for (const [one, other] of byNas.values()) {
    total[0] += one;
    total[1] += other;
  }
  yield [undefined, total];
  for (const [nas, pair] of byNas) if (nas !== '') yield [nas, pair];
}

const packPairs = (pairs: Pairs): Json => Object.fromEntries(pairs);
const unpackPairs = (packed: Json): Pairs =>
  new Map(Object.entries(packed as Record<string, [number, number]>).map(([nas, [one, other]]) => [nas, [one, other]]));
