import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { Secret } from '../../model/secret.ts';
import { type Batch, seriesKey } from '../../model/series.ts';
import { anomalyRowKey, DEFAULT_LIMITS, type HourAnomalies, SUBSCRIBERS_PART } from '../../model/subscribers.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { zone } from '../../model/zone.ts';
import { accountingRecord as event } from '../../test/accounting-record.ts';
import { runOf } from '../../test/accounting-run.ts';
import { memoryRows } from '../../test/memory-rows.ts';
import { createAggregator } from '../aggregator.ts';

const T0 = Date.parse('2026-03-02T10:00:00Z');
const DAY = 24 * HOUR;

/** Reads events into an aggregator that is drained, and begun anew, where it is told to be. */
function reading(retention = 30 * DAY, firstKey?: string) {
  const state = memoryRows();
  let key = firstKey;
  const create = () =>
    createAggregator({
      ...{ source: 'x', zone: zone('UTC'), interimPeriod: 2 * HOUR, state },
      subscribers: { limits: DEFAULT_LIMITS, retention, pseudonymKey: key === undefined ? undefined : new Secret(key) },
    });
  let aggregator = create();
  const stored = new Map<string, number>();
  const take = (batch: Batch) => {
    for (const { series, times, values } of batch) {
      if (series.measurement !== 'subscriber_anomalies') continue;
      for (const [index, time] of times.entries()) stored.set(`${seriesKey(series)} ${time}`, values[index]!);
    }
  };
  const drain = (now?: number) => {
    const { batch, changes } = aggregator.drain(now === undefined ? {} : { now });
    take(batch);
    state.commit(changes);
  };
  return {
    read(...events: AccountingRecord[]) {
      for (const each of events) aggregator.sink.record(each);
    },
    readRun(...events: AccountingRecord[]) {
      aggregator.sink.run?.(runOf(events));
    },
    drain,
    restart(newKey = key) {
      key = newKey;
      aggregator = create();
    },
    /** All that is kept, as text. */
    kept: () =>
      ['rows', 'blobs'].flatMap((kind) =>
        [...state[kind as 'rows' | 'blobs'](SUBSCRIBERS_PART)].map(([place, data]) => {
          const text = data instanceof Uint8Array ? Buffer.from(data).toString('latin1') : JSON.stringify(data);
          return `${place} ${text}`;
        }),
      ),
    of: (start: number) => state.row(SUBSCRIBERS_PART, anomalyRowKey(start)) as unknown as HourAnomalies | undefined,
    count: (field: string, start: number) => stored.get(`subscriber_anomalies,source=x ${field} ${start}`),
    whole: () => ({ stored, rows: [...state.rows(SUBSCRIBERS_PART)].filter(([key]) => key.startsWith('anomalies')) }),
  };
}

const failed = (time: number, login: string) => event(time, { login, failed: true });
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

describe('the lists of an hour', () => {
  test('hold who is above the limits, the largest value first, and how many is a series', () => {
    const log = reading();
    log.read(
      ...times(3, failed(T0, 'three')),
      ...times(2, failed(T0, 'two')),
      ...times(5, failed(T0, 'five')),
      ...times(6, event(T0, { login: 'six', statusType: 'Stop', inputOctets: 0, outputOctets: 0 })),
      ...times(5, event(T0, { login: 'not six', statusType: 'Stop', inputOctets: 0, outputOctets: 1 })),
      event(T0, { login: 'much', inputOctets: 3e10, outputOctets: 8e10 + 1 }),
      event(T0, { login: 'more', inputOctets: 2e10, outputOctets: 0 }),
      event(T0, { login: 'more', inputOctets: 1e10 + 1, outputOctets: 0 }),
    );
    log.drain(T0 + HOUR + 2 * MINUTE);
    expect(log.of(T0)).toEqual({
      lists: {
        failed: [
          ['five', 5],
          ['three', 3],
        ],
        stops: [['six', 6]],
        zero_input: [['six', 6]],
        zero_output: [['six', 6]],
        input: [['more', 3e10 + 1]],
        output: [['much', 8e10 + 1]],
      },
      uncounted: 0,
    });
    expect(['failed', 'stops', 'input'].map((field) => log.count(field, T0))).toEqual([2, 1, 1]);
  });

  test('are told when the hour is over, empty ones too, and again when a late line changes them', () => {
    const log = reading();
    log.read(event(T0), ...times(3, failed(T0 + HOUR, 'a')));
    log.drain();
    expect(log.of(T0)).toBeUndefined();
    log.drain(T0 + HOUR + 2 * MINUTE);
    expect(log.of(T0)?.lists.failed).toEqual([]);
    expect([log.count('failed', T0), log.of(T0 + HOUR)]).toEqual([0, undefined]);
    log.read(...times(3, failed(T0 + 1, 'late')), failed(T0 + HOUR + 5 * MINUTE, 'b'));
    log.drain();
    expect(log.of(T0)?.lists.failed).toEqual([['late', 3]]);
    expect(log.count('failed', T0)).toBe(1);
  });

  test('are closed by the third other hour: what comes later is only counted as such', () => {
    const log = reading();
    log.read(...[0, 1, 2].flatMap((hour) => times(2, failed(T0 + hour * HOUR, 'a'))));
    log.read(failed(T0, 'a'));
    log.drain();
    log.read(failed(T0 + 3 * HOUR, 'a'));
    log.drain();
    log.restart();
    log.read(...[0, 1, 2, 3].flatMap((hour) => times(2, failed(T0 + hour * HOUR, 'a'))));
    log.drain(T0 + DAY);
    expect([0, 1, 2, 3].map((hour) => log.of(T0 + hour * HOUR))).toMatchObject([
      { lists: { failed: [['a', 5]] }, uncounted: 0 },
      { lists: { failed: [] }, uncounted: 2 },
      { lists: { failed: [['a', 4]] }, uncounted: 0 },
      { lists: { failed: [['a', 3]] }, uncounted: 0 },
    ]);
  });

  test('are right when the running hour waits while older files are read', () => {
    const log = reading();
    log.read(failed(T0, 'a'));
    log.drain();
    log.restart();
    for (let hour = 20; hour > 0; hour--) log.read(...times(3, failed(T0 - hour * HOUR, 'old')));
    log.drain();
    log.restart();
    log.read(...times(2, failed(T0 + MINUTE, 'a')));
    log.drain(T0 + DAY);
    expect(log.of(T0)).toMatchObject({ lists: { failed: [['a', 3]] }, uncounted: 0 });
    for (let hour = 20; hour > 0; hour--) expect(log.of(T0 - hour * HOUR)?.lists.failed).toEqual([['old', 3]]);
  });

  test('are kept as long as the retention, counted from the newest hour', () => {
    const log = reading(DAY);
    for (let hour = 0; hour <= 30; hour++) log.read(...times(3, failed(T0 + hour * HOUR, 'a')));
    log.read(failed(T0, 'a'));
    log.drain(T0 + 30 * DAY);
    const kept = Array.from({ length: 31 }, (_, hour) => log.of(T0 + hour * HOUR) !== undefined);
    expect(kept).toEqual(kept.map((_, hour) => hour > 6));
  });

  test('hold a login as it stands in the log, and the proxy where there is none', () => {
    const log = reading();
    const utf8 = Buffer.from('…абонент-7…', 'utf8');
    const octets = { bytes: utf8, start: 3, end: utf8.length - 3 };
    log.read(
      ...times(
        3,
        event(T0, { login: octets.bytes.toString('latin1', 3, octets.end), loginOctets: octets, failed: true }),
      ),
      event(T0, { login: octets.bytes.toString('latin1', 3, octets.end), failed: true }),
      event(T0, { login: 'абонент-7', failed: true }),
      ...times(3, failed(T0, 'caf\xe9')),
      ...times(3, event(T0, { login: '', proxy: 'radius@startip', failed: true })),
      ...times(3, event(T0, { login: '', nas: '192.0.2.1', statusType: 'On', failed: true })),
    );
    log.drain(T0 + DAY);
    expect(log.of(T0)?.lists.failed).toEqual([
      ['абонент-7', 5],
      ['café', 3],
      ['radius@startip', 3],
    ]);
  });
});

describe('pseudonyms', () => {
  const pseudonym = (key: string, login: string) =>
    createHmac('sha256', key).update(login).digest().subarray(0, 12).toString('base64url');

  test('stand for logins in all that is kept, through restarts', () => {
    const log = reading(DAY, 'a key');
    const login = (user: number) => `subscriber-${user}`;
    for (let user = 0; user < 2000; user++) log.read(...times(2, failed(T0, login(user))));
    log.read(failed(T0 + HOUR, login(1)));
    log.drain();
    log.restart();
    log.read(failed(T0, login(3)), ...times(2, failed(T0, login(1999))), ...times(3, failed(T0 + HOUR, login(3))));
    log.drain();
    log.restart();
    log.read(failed(T0, login(3)), failed(T0, login(2000)));
    log.drain(T0 + DAY);
    const names = [3, 1999].map((user) => pseudonym('a key', login(user)));
    expect(new Map(log.of(T0)?.lists.failed)).toEqual(new Map(names.map((name) => [name, 4])));
    expect(log.of(T0 + HOUR)?.lists.failed).toEqual([[names[0], 3]]);
    expect(log.kept().filter((row) => row.includes('subscriber-'))).toEqual([]);
    expect(log.kept().length).toBeGreaterThan(5);
  });

  test('of another key begin with new hours: those that were open are listed as they stand', () => {
    const log = reading(DAY);
    log.read(...times(4, failed(T0, 'a')));
    log.drain();
    log.restart('one key');
    log.read(failed(T0, 'a'), ...times(3, failed(T0 + HOUR, 'a')));
    log.drain();
    expect(log.of(T0)).toMatchObject({ lists: { failed: [[pseudonym('one key', 'a'), 4]] }, uncounted: 1 });
    log.restart('another key');
    log.drain(T0 + DAY);
    expect(log.of(T0 + HOUR)?.lists.failed).toEqual([[pseudonym('one key', 'a'), 3]]);
    log.read(...times(3, failed(T0 + 2 * HOUR, 'a')));
    log.drain(T0 + DAY);
    expect(log.of(T0 + 2 * HOUR)?.lists.failed).toEqual([[pseudonym('another key', 'a'), 3]]);
  });
});

describe('reading', () => {
  const line = fc.record({
    step: fc.oneof({ weight: 8, arbitrary: fc.nat({ max: 60 }) }, { weight: 1, arbitrary: fc.nat({ max: 9000 }) }),
    back: fc.oneof({ weight: 8, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: fc.nat({ max: 5 * 3600 }) }),
    login: fc.constantFrom('a', 'b', 'c@d'),
    failed: fc.boolean(),
    octets: fc.constantFrom(undefined, 0, 1e10, 5e10),
    statusType: fc.constantFrom('Alive', 'Stop'),
  });
  const stream = fc.array(line, { minLength: 1, maxLength: 80 }).map((lines) => {
    let time = T0;
    return lines.map(({ step, back, octets, ...more }) => {
      time += step * 1000;
      return event(time - back * 1000, { ...more, inputOctets: octets, outputOctets: octets });
    });
  });

  test('with restarts at any places, however often, gives what one pass gives', () => {
    const cut = fc.array(fc.nat({ max: 79 }));
    fc.assert(
      fc.property(stream, cut, cut, fc.constantFrom(undefined, 'key'), (events, drains, restarts, key) => {
        const [once, often] = [reading(30 * DAY, key), reading(30 * DAY, key)];
        once.read(...events);
        events.forEach((each, index) => {
          often.read(each);
          if (drains.includes(index) || restarts.includes(index)) often.drain();
          if (restarts.includes(index)) often.restart();
        });
        for (const each of [once, often]) each.drain(Number.MAX_SAFE_INTEGER);
        expect(often.whole()).toEqual(once.whole());
      }),
      { numRuns: 400 },
    );
  });

  test('of runs of entries gives what entries one by one give', () => {
    const cut = fc.array(fc.nat({ max: 79 }));
    fc.assert(
      fc.property(stream, cut, cut, (events, ends, drains) => {
        const [single, inRuns] = [reading(), reading()];
        let waiting: AccountingRecord[] = [];
        events.forEach((each, index) => {
          single.read(each);
          waiting.push(each);
          if (!ends.includes(index) && !drains.includes(index)) return;
          inRuns.readRun(...waiting);
          waiting = [];
          if (drains.includes(index)) for (const log of [single, inRuns]) log.drain();
        });
        if (waiting.length > 0) inRuns.readRun(...waiting);
        for (const log of [single, inRuns]) log.drain(Number.MAX_SAFE_INTEGER);
        expect(inRuns.whole()).toEqual(single.whole());
      }),
      { numRuns: 400 },
    );
  });
});
