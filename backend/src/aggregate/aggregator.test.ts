import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../model/accounting.ts';
import type { Batch } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createAggregator } from './aggregator.ts';
import { anyLog, event, feed, type Line, memoryState, places, SECOND, type Stored, store, T0 } from './suite.ts';

/** What a store would hold after the lines, drained and restored at the given places. */
function run(
  lines: readonly Line[],
  cuts: ReadonlySet<number>,
  restartAt: ReadonlySet<number> = new Set(),
  place = 'UTC',
) {
  const state = memoryState();
  const create = () => createAggregator({ source: 'x', zone: zone(place), interimPeriod: 2 * HOUR, state });
  const stored: Stored = new Map();
  let aggregator = create();
  lines.forEach((line, index) => {
    feed(aggregator.sink, line);
    if (!cuts.has(index)) return;
    const { batch, changes } = aggregator.drain();
    store(stored, batch);
    state.commit(changes);
    if (restartAt.has(index)) aggregator = create();
  });
  const { batch } = aggregator.drain({ now: Number.MAX_SAFE_INTEGER });
  store(stored, batch);
  return { stored, counts: aggregator.counts() };
}

const field = (stored: Stored, name: string) => stored.get(`radius,source=x ${name}`);
const active = (stored: Stored) => [...(stored.get('sessions,nas=192.0.2.1,source=x active') ?? [])];

describe('hourly targets', () => {
  test('count every event in the hour of its own line, late ones too', () => {
    const lines: Line[] = [
      event(T0),
      event(T0 + 1, { statusType: 'Start', direction: 1, inputOctets: undefined, outputOctets: undefined }),
      event(T0 + 2, { statusType: 'Stop', failed: true, inputOctets: 0 }),
      event(T0 + 3, {
        kind: 'authentication',
        statusType: undefined,
        inputOctets: undefined,
        outputOctets: undefined,
        failed: true,
      }),
      event(T0 + 4, {
        kind: 'skipped',
        statusType: undefined,
        inputOctets: undefined,
        outputOctets: undefined,
        delaySeconds: undefined,
      }),
      event(T0 + 30 * HOUR),
      event(T0 + 5, { inputOctets: 50, outputOctets: 70, delaySeconds: 1 }),
    ];
    const { stored } = run(lines, new Set([5, 6]));
    const values = Object.fromEntries(
      ['', 'Alive', 'Start', 'Stop'].map((name) => [name, field(stored, `start_stop_alige_count_${name}`)?.get(T0)]),
    );
    expect(values).toEqual({ '': 2, Alive: 2, Start: 1, Stop: 1 });
    expect(field(stored, 'type__count_Billing-Accounting')?.get(T0)).toBe(5);
    expect(field(stored, 'type__count_Billing-Authentication')?.get(T0)).toBe(1);
    expect(field(stored, 'count_failed')?.get(T0)).toBe(2);
    expect(field(stored, 'mean_delay')?.get(T0)).toBeCloseTo(0.6, 12);
    expect(field(stored, 'mean_input_trafic')?.get(T0)).toBe(20);
    expect(field(stored, 'mean_output_trafic')?.get(T0)).toBeCloseTo(110 / 3, 12);
  });

  test('an hour with readable lines of no event is zero, its means missing; an hour without lines is missing', () => {
    const { stored, counts } = run([T0, 'cut short', T0 + 2 * HOUR], new Set());
    expect([...field(stored, 'count_failed')!]).toEqual([
      [T0, 0],
      [T0 + 2 * HOUR, 0],
    ]);
    expect(field(stored, 'mean_delay')).toBeUndefined();
    expect(counts).toEqual({ lines: 3, unreadable: { 'cut short': 1 }, newest: T0 + 2 * HOUR });
  });

  test('an open hour is not published until a later line or the clock closes it', () => {
    const aggregator = createAggregator({ source: 'x', zone: zone('UTC'), interimPeriod: HOUR, state: memoryState() });
    const targets = (batch: Batch) => batch.filter(({ series }) => series.measurement === 'radius');
    aggregator.sink.other(T0);
    expect(targets(aggregator.drain().batch)).toEqual([]);
    expect(targets(aggregator.drain({ now: T0 + HOUR }).batch)).toEqual([]);
    expect(targets(aggregator.drain({ now: T0 + HOUR + 2 * MINUTE }).batch)).toHaveLength(7);
    expect(targets(aggregator.drain({ now: T0 + 9 * HOUR }).batch)).toEqual([]);
  });

  test('hours follow the wall of the zone, also where it is not whole hours from UTC', () => {
    const { stored } = run([event(T0)], new Set(), new Set(), 'Asia/Kathmandu');
    expect([...field(stored, 'count_failed')!.keys()]).toEqual([T0 - 45 * MINUTE]);
  });
});

describe('active sessions', () => {
  const pulse = (from: number, to: number) =>
    Array.from({ length: (to - from) / MINUTE + 1 }, (_, index) => from + index * MINUTE);

  test('count from the first sign to the Stop, each full minute', () => {
    const lines: Line[] = [
      T0,
      event(T0 + 90 * SECOND, { statusType: 'Start' }),
      event(T0 + 3 * MINUTE, { sessionId: 't', direction: 3 }),
      event(T0 + 4 * MINUTE, { statusType: 'Stop', direction: 3, sessionId: 't' }),
      event(T0 + 270 * SECOND, { statusType: 'Stop' }),
      event(T0 + 269 * SECOND, { statusType: 'Alive' }),
      T0 + 7 * MINUTE,
    ];
    const { stored } = run(lines, new Set());
    expect(active(stored).map(([time, count]) => [(time - T0) / MINUTE, count])).toEqual([
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 1],
      [6, 1],
    ]);
  });

  test('stay ended when an Alive of the same moment is dated a little later by another host', () => {
    const lines: Line[] = [
      event(T0 + 30 * SECOND),
      event(T0 + 90 * SECOND, { statusType: 'Stop' }),
      event(T0 + 91 * SECOND),
      T0 + 4 * MINUTE,
      event(T0 + 5 * MINUTE),
      T0 + 7 * MINUTE,
    ];
    const counts = active(run(lines, new Set()).stored).map(([time, count]) => [(time - T0) / MINUTE, count]);
    expect(counts).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 1],
      [6, 1],
    ]);
  });

  test('never count less than nothing when the Stop is dated before the first sign by another host', () => {
    const start = event(T0 + 121 * SECOND, { statusType: 'Start' });
    const lines: Line[] = [T0, start, event(T0 + 120 * SECOND, { statusType: 'Stop' }), T0 + 5 * MINUTE];
    const counts = active(run(lines, new Set()).stored).map(([time, count]) => [(time - T0) / MINUTE, count]);
    expect(counts).toEqual([
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
  });

  test('end when silent for more than two interim periods, and count again when seen again', () => {
    const lines = [event(T0), ...pulse(T0, T0 + 5 * HOUR), event(T0 + 5 * HOUR), T0 + 5 * HOUR + 2 * MINUTE];
    const counts = new Map(active(run(lines, new Set()).stored));
    expect(counts.get(T0 + 4 * HOUR)).toBe(1);
    expect(counts.get(T0 + 4 * HOUR + MINUTE)).toBe(0);
    expect(counts.get(T0 + 5 * HOUR + MINUTE)).toBe(1);
  });

  test('a silent log leaves a gap, and the counts after it are right', () => {
    const lines: Line[] = [
      event(T0),
      T0 + 2 * MINUTE,
      T0 + 60 * MINUTE,
      T0 + 62 * MINUTE,
      T0 + 5 * HOUR,
      T0 + 5 * HOUR + 2 * MINUTE,
    ];
    const counts = active(run(lines, new Set()).stored).map(([time, count]) => [(time - T0) / MINUTE, count]);
    expect(counts).toEqual([
      [1, 1],
      [2, 1],
      [60, 1],
      [61, 1],
      [62, 1],
      [300, 0],
      [301, 0],
    ]);
  });
});

describe('active sessions of any log in order', () => {
  const step = fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 9000 }));
  const line = fc.record({
    step,
    statusType: fc.constantFrom('Start' as const, 'Alive' as const, 'Stop' as const),
    sessionId: fc.constantFrom('a', 'b', 'c'),
    direction: fc.constantFrom(undefined, 1),
  });

  /** Whether a session is active at a minute, told from its own lines up to there. */
  const isActive = (lines: readonly AccountingRecord[], minute: number): boolean => {
    let seen = Number.NEGATIVE_INFINITY;
    let stopped = Number.NEGATIVE_INFINITY;
    for (const { time, statusType, direction } of lines.filter((each) => each.time <= minute)) {
      if (statusType === 'Stop' && direction === undefined) stopped = time;
      if (statusType !== 'Stop' && time > stopped + 5 * SECOND) seen = time;
    }
    return seen > stopped && minute <= seen + 4 * HOUR;
  };

  test('are those whose own lines say so', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (steps) => {
        let time = T0;
        const lines = steps.map(({ step: seconds, ...more }) => {
          time += seconds * SECOND;
          return event(time, more);
        });
        const bySession = [...Map.groupBy(lines, ({ sessionId }) => sessionId).values()];
        const { stored } = run([...lines, time + MINUTE, time + 2 * MINUTE], new Set());
        for (const [minute, count] of active(stored)) {
          expect([minute, count]).toEqual([minute, bySession.filter((own) => isActive(own, minute)).length]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('restarts', () => {
  test('at any places, however often, give what one pass gives', () => {
    fc.assert(
      fc.property(anyLog, places, places, (lines, cuts, restarts) => {
        const once = run(lines, new Set());
        const often = run(lines, new Set([...cuts, ...restarts]), new Set(restarts));
        expect(often).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });
});
