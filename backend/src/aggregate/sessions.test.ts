import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createAggregator } from './aggregator.ts';
import { sessionCounter } from './sessions.ts';
import { event, type Line, memoryState, ofNas, runPart, SECOND, type Stored, T0 } from './suite.ts';

const run = (lines: readonly Line[]) =>
  runPart((state) => sessionCounter({ source: 'x', interimPeriod: 120 * MINUTE }, state), lines);
/** The samples of a field, minutes counted from T0. */
const minutes = (stored: Stored, measurement: string, field: string, nas?: string) =>
  [...(stored.get(`${measurement},${nas === undefined ? '' : `nas=${nas},`}source=x ${field}`) ?? [])].map(
    ([time, value]) => [(time - T0) / MINUTE, value],
  );
const active = (stored: Stored, nas = '192.0.2.1') => minutes(stored, 'sessions', 'active', nas);
const at = (
  seconds: number,
  statusType: 'Start' | 'Alive' | 'Stop',
  sessionId = 's',
  nas = '192.0.2.1',
  direction?: number,
) => event(T0 + seconds * SECOND, { statusType, sessionId, nas, direction });

describe('a NAS that ends all its sessions', () => {
  const other = '192.0.2.2';

  test.each(['On', 'Off'] as const)('with Accounting-%s has none, and others keep theirs', (what) => {
    const lines = [
      at(0, 'Alive'),
      at(1, 'Alive', 't'),
      at(2, 'Alive', 's', other),
      ofNas(T0 + 90 * SECOND, what),
      T0 + 4 * MINUTE,
    ];
    const stored = run(lines);
    expect(active(stored)).toEqual([
      [1, 2],
      [2, 0],
      [3, 0],
    ]);
    expect(active(stored, other)).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(minutes(stored, 'sessions', 'active_total')).toEqual([
      [1, 3],
      [2, 1],
      [3, 1],
    ]);
  });

  test('counts those that begin after it, and none of what comes late from before', () => {
    const lines = [
      ...[at(0, 'Alive'), ofNas(T0 + 90 * SECOND, 'Off'), at(89, 'Alive', 't'), at(88, 'Alive')],
      ...[
        ofNas(T0 + 150 * SECOND, 'On'),
        ofNas(T0 + 152 * SECOND, 'On'),
        at(151, 'Start', 'u'),
        at(200, 'Start'),
        T0 + 5 * MINUTE,
      ],
    ];
    expect(active(run(lines))).toEqual([
      [1, 1],
      [2, 0],
      [3, 1],
      [4, 2],
    ]);
  });

  test('ends what was seen before it when it comes late itself, but not what began after', () => {
    const lines = [at(0, 'Alive'), at(80, 'Start', 't'), ofNas(T0 + 62 * SECOND, 'On'), T0 + 4 * MINUTE];
    expect(active(run(lines))).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });
});

describe('sessions that start and stop', () => {
  const events = (lines: readonly Line[], field: string, nas?: string) =>
    minutes(run(lines), 'session_events', field, nas);

  test('are counted in their minute, of master sessions once, whatever comes twice', () => {
    const lines = [
      ...[at(1, 'Start'), at(2, 'Start', 's', '192.0.2.1', 1), at(5, 'Start'), at(7, 'Start', 't', '192.0.2.2')],
      ...[
        at(61, 'Stop'),
        at(62, 'Stop', 's', '192.0.2.1', 1),
        at(66, 'Stop'),
        at(80, 'Start'),
        at(130, 'Stop', 'unknown'),
      ],
      T0 + 4 * MINUTE,
    ];
    expect(events(lines, 'starts', '192.0.2.1')).toEqual([
      [0, 1],
      [1, 1],
      [2, 0],
    ]);
    expect(events(lines, 'stops', '192.0.2.1')).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(events(lines, 'starts')).toEqual([
      [0, 2],
      [1, 1],
      [2, 0],
    ]);
  });

  test('are not those of a Stop that comes again when its session is forgotten, nor of a Start hours late', () => {
    const again = Array.from({ length: 9 }, (_, index) => at(62 + index * 120, 'Stop'));
    const lines = [at(1, 'Start'), ...again, at(-6 * 3600, 'Start', 't'), T0 + 20 * MINUTE];
    const sum = (field: string) => events(lines, field).reduce((total, [, value]) => total + value!, 0);
    expect([sum('starts'), sum('stops')]).toEqual([1, 1]);
  });

  test('count where the Start comes after the first sign of life', () => {
    expect(events([at(2, 'Alive'), at(1, 'Start'), at(3, 'Start'), T0 + 2 * MINUTE], 'starts')).toEqual([[0, 1]]);
  });

  test('are those that a NAS has ended, too, and their Stop after it counts no more', () => {
    const lines = [
      at(0, 'Alive'),
      at(1, 'Alive', 't'),
      ofNas(T0 + 62 * SECOND, 'Off'),
      at(63, 'Stop'),
      ofNas(T0 + 64 * SECOND, 'On'),
      T0 + 4 * MINUTE,
    ];
    expect(events(lines, 'stops')).toEqual([
      [0, 0],
      [1, 2],
      [2, 0],
    ]);
  });

  test('are a percentage of the sessions at the start of the minute, of a hundred or more', () => {
    const many = (count: number, nas: string) =>
      Array.from({ length: count }, (_, index) => at(0, 'Alive', String(index), nas));
    const lines = [
      ...many(160, 'a'),
      ...many(99, 'b'),
      at(62, 'Stop', '1', 'a'),
      at(63, 'Stop', '2', 'a'),
      at(64, 'Stop', '1', 'b'),
      T0 + 3 * MINUTE,
    ];
    expect(events(lines, 'stopped_percent', 'a')).toEqual([[1, 1.25]]);
    expect(events(lines, 'stopped_percent', 'b')).toEqual([]);
    expect(events(lines, 'stopped_percent')).toEqual([[1, 300 / 259]]);
  });

  test('change the number of active sessions, where none falls silent', () => {
    const line = fc.record({
      step: fc.nat({ max: 40 }),
      what: fc.constantFrom('Start' as const, 'Start' as const, 'Stop' as const, 'On' as const),
      session: fc.constantFrom('a', 'b', 'c', 'd'),
      nas: fc.constantFrom('192.0.2.1', '192.0.2.2'),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (steps) => {
        let time = 0;
        const open = new Set<string>();
        const lines = steps.flatMap(({ step, what, session, nas }): Line[] => {
          // Beyond the disorder of hosts, and an end of all sessions beyond the time in which it may come again.
          time += step + (what === 'On' ? 66 : 6);
          const key = `${nas} ${session}`;
          if (what === 'On') {
            for (const one of open) if (one.startsWith(nas)) open.delete(one);
            return [ofNas(T0 + time * SECOND, 'On', nas)];
          }
          if ((what === 'Start') === open.has(key)) return [];
          if (what === 'Start') open.add(key);
          else open.delete(key);
          return [at(time, what, session, nas)];
        });
        const stored = run([T0, ...lines, T0 + (time + 120) * SECOND]);
        const sum = (field: string) =>
          minutes(stored, 'session_events', field).reduce((total, [, value]) => total + value!, 0);
        expect(sum('starts') - sum('stops')).toBe(minutes(stored, 'sessions', 'active_total').at(-1)?.[1] ?? 0);
        expect(open.size).toBe(sum('starts') - sum('stops'));
      }),
      { numRuns: 500 },
    );
  });

  test('of the last minute before a gap in the log are told', () => {
    const lines = [at(0, 'Start'), at(61, 'Start', 't'), at(65, 'Start', 'u'), T0 + 60 * MINUTE, T0 + 62 * MINUTE];
    expect(events(lines, 'starts')).toEqual([
      [0, 1],
      [1, 2],
      [60, 0],
    ]);
  });
});

test('sessions kept by an earlier version go on', () => {
  const state = memoryState();
  state.commit([
    { part: 'sessions', key: 'session 192.0.2.1 s', data: ['192.0.2.1', T0 + 240 * MINUTE, T0, null] },
    {
      part: 'sessions',
      key: 'rest',
      data: {
        newest: T0,
        published: T0,
        active: { '192.0.2.1': 1 },
        changes: { '192.0.2.1': { [T0 + 240 * MINUTE]: -1 } },
      },
    },
  ]);
  const aggregator = createAggregator({ source: 'x', zone: zone('UTC'), interimPeriod: 120 * MINUTE, state });
  aggregator.sink.record(at(70, 'Stop'));
  aggregator.sink.other(T0 + 3 * MINUTE);
  const { batch } = aggregator.drain();
  expect(batch.find(({ series }) => series.field === 'active')?.values).toEqual([1, 0]);
  expect(batch.find(({ series }) => series.field === 'stops')?.values).toEqual([0, 1]);
});
