import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentState } from '../model/contracts/incidents.ts';
import type { Device } from '../model/device.ts';
import type { Alarm } from '../model/incident.ts';
import { MINUTE } from '../model/targets.ts';
import { openMemoryState } from '../state/database.ts';
import { createIncidentState } from '../state/incident-state.ts';
import { createIncidents } from './incidents.ts';
import { topologyOf } from './topology.ts';

const START = Date.UTC(2026, 10, 24, 3);

const device = (id: string, more: Partial<Device> = {}): Device => ({
  ...{ id, name: id, address: '192.0.2.9', site: '', parent: undefined, subscribers: undefined, nas: [] },
  pollPeriod: MINUTE,
  ...more,
});
const ACCESS = ['a', 'b', 'c', 'd', 'e'];
const DEVICES = [
  device('core'),
  device('agg', { parent: 'core' }),
  ...ACCESS.map((id, index) => device(id, { parent: 'agg', subscribers: 100 + index })),
  device('bras', { parent: 'core', nas: ['192.0.2.1'] }),
  device('remote', { parent: 'core', pollPeriod: 5 * MINUTE }),
];

const alarm = (kind: string, of: string, more: Partial<Alarm> = {}): Alarm => ({
  ...{ kind, resource: { device: of }, qualifier: '', condition: 'active', severity: 'major', since: START },
  ...{ time: START, series: { measurement: 'x', tags: { device: of }, field: 'y' }, unit: 'percent' },
  ...{ value: 95, threshold: 90, expected: null, probability: null, expectedAt: null },
  ...more,
});
const down = (of: string, more: Partial<Alarm> = {}) => alarm('device-down', of, { value: 0, threshold: 0.5, ...more });

function setUp(answers: Record<string, number> = {}, state: IncidentState = memoryState()) {
  let id = 0;
  const incidents = createIncidents({
    state,
    topology: topologyOf(DEVICES, (nas) => (nas === '192.0.2.1' ? 140 : undefined)),
    outage: 'device-down',
    lastAnswer: (of) => answers[of],
    newId: (time) => `${time}-${String(++id).padStart(3, '0')}`,
  });
  const open = () => state.list({ open: true }, 100);
  const only = () => {
    expect(open()).toHaveLength(1);
    return open()[0]!;
  };
  return { incidents, state, open, only, answers };
}
const memoryState = () => createIncidentState(openMemoryState().database);

describe('the life of an incident', () => {
  test('a prediction that comes true stays the same incident, clears and ends', () => {
    const { incidents, state, only, open } = setUp();
    const predicted = { condition: 'predicted', severity: 'warning', value: 60, probability: 0.8 } as const;
    incidents.take([alarm('memory', 'core', { ...predicted, expectedAt: START + 3_600_000 })], START);
    const { id } = only();
    expect(only()).toMatchObject({ phase: 'predicted', severity: 'warning', predictedAt: START, activeAt: null });
    incidents.take([alarm('memory', 'core', { since: START + 1, time: START + 2 })], START + 2);
    expect(only()).toMatchObject({ id, phase: 'active', severity: 'major', predictedAt: START, activeAt: START + 1 });
    incidents.take([alarm('memory', 'core', { condition: 'clearing', value: 80, time: START + 3 })], START + 3);
    expect(only()).toMatchObject({ id, phase: 'clearing', value: 80, worst: 95 });
    incidents.take([alarm('memory', 'core', { time: START + 4, value: 91 })], START + 4);
    expect(only()).toMatchObject({ id, phase: 'active', activeAt: START + 1, worst: 95 });
    incidents.take([alarm('memory', 'core', { condition: 'clear', value: 40, time: START + 5 })], START + 5);
    expect(open()).toEqual([]);
    expect(state.get(id)).toMatchObject({ phase: 'cleared', endedAt: START + 5 });
    expect(state.history(id).map(({ type }) => type)).toEqual(['predicted', 'active', 'clearing', 'active', 'cleared']);
  });

  test('a prediction that does not hold expires', () => {
    const { incidents, state } = setUp();
    incidents.take([alarm('cpu', 'core', { condition: 'predicted' })], START);
    incidents.take([alarm('cpu', 'core', { condition: 'clear', time: START + 1 })], START + 1);
    expect(state.list({}, 10)).toMatchObject([{ phase: 'expired', endedAt: START + 1 }]);
  });

  test('goes on after a restart, and the next opening of a key is another incident', () => {
    const { incidents, state, only } = setUp();
    incidents.take([alarm('cpu', 'core')], START);
    const first = only().id;
    const second = setUp({}, state);
    second.incidents.take([alarm('cpu', 'core', { time: START + 9, value: 99 })], START + 9);
    expect(second.only()).toMatchObject({ id: first, worst: 99 });
    second.incidents.take([alarm('cpu', 'core', { condition: 'clear' })], START + 10);
    second.incidents.take([alarm('cpu', 'core', { since: START + 20, time: START + 20 })], START + 20);
    expect(second.only().id).not.toBe(first);
  });

  test('is not lost when it cannot be kept once', () => {
    const state = memoryState();
    let full = true;
    const { incidents, only } = setUp(
      {},
      {
        ...state,
        commit(changes) {
          if (full) throw new Error('disk full');
          return state.commit(changes);
        },
      },
    );
    expect(() => incidents.take([alarm('cpu', 'core')], START)).toThrow('disk full');
    full = false;
    incidents.take([alarm('cpu', 'core', { time: START + 1, value: 99 })], START + 1);
    expect(only()).toMatchObject({ phase: 'active', value: 99 });
  });

  test('ends with the device that is watched no more', () => {
    const { incidents, state } = setUp();
    incidents.take([alarm('cpu', 'core'), alarm('cpu', 'agg')], START);
    incidents.forget(({ device: of }) => of === 'core', START + 1);
    expect(state.list({ open: true }, 10).map(({ resource }) => resource.device)).toEqual(['core']);
  });

  test('at most one is open for a key, and events are numbered without gaps, whatever alarms come', () => {
    const kind = fc.constantFrom('cpu', 'device-down');
    const of = fc.constantFrom('core', 'agg', 'a', 'b');
    const condition = fc.constantFrom('predicted', 'active', 'clearing', 'clear');
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, of, condition), { maxLength: 60 }), (steps) => {
        const { incidents, state, open } = setUp();
        steps.forEach(([one, where, how], index) => {
          const now = START + index * MINUTE;
          incidents.take([alarm(one, where, { condition: how, since: now, time: now } as Partial<Alarm>)], now);
          const keys = open().map(({ kind: k, resource }) => `${k} ${resource.device}`);
          expect(new Set(keys).size).toBe(keys.length);
        });
        const numbers = state.events(0, 1000).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
        for (const { type, incident } of state.events(0, 1000)) {
          expect(incident.endedAt !== null).toBe(type === 'cleared' || type === 'expired');
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('causes', () => {
  test('a dead device with five behind it is one incident with five symptoms, in whatever order they are found', () => {
    const order = fc.shuffledSubarray(['agg', ...ACCESS], { minLength: 6 });
    fc.assert(
      fc.property(order, (found) => {
        const { incidents, state, open } = setUp({ core: START + 10 * MINUTE, agg: START - 30_000 });
        found.forEach((one, index) => {
          incidents.take([down(one)], START + 2 * MINUTE + index * 1000);
          expect(open().filter(({ cause }) => cause === null).length).toBeLessThanOrEqual(1);
        });
        const root = open().find(({ resource }) => resource.device === 'agg')!;
        expect(open().map(({ resource, cause }) => [resource.device, cause])).toEqual(
          expect.arrayContaining([['agg', null], ...ACCESS.map((one) => [one, root.id])]),
        );
        expect(root.affected).toBe(100 + 101 + 102 + 103 + 104);
        // All come back within a minute of each other: nothing is left over as an incident of its own.
        found.forEach((one, index) => {
          const now = START + 30 * MINUTE + index * 10_000;
          incidents.take([down(one, { condition: 'clear', time: now })], now);
          expect(state.list({}, 100).filter(({ cause }) => cause === null)).toHaveLength(1);
        });
        expect(open()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('a device alone is an incident of its own as soon as the one before it has answered since', () => {
    const { incidents, only, open, answers } = setUp({ agg: START - 30_000 });
    incidents.take([down('a')], START + MINUTE + 5000);
    expect(open()).toEqual([]);
    answers.agg = START + MINUTE + 10_000;
    incidents.take([], START + MINUTE + 11_000);
    expect(only()).toMatchObject({ resource: { device: 'a' }, cause: null, affected: 100 });
  });

  test('no news of the device before it holds nothing back for long', () => {
    const { incidents, only, open } = setUp({});
    incidents.take([down('a')], START + MINUTE);
    incidents.take([], START + 3 * MINUTE);
    expect(open()).toEqual([]);
    incidents.take([], START + 4 * MINUTE);
    expect(only().cause).toBeNull();
  });

  test('an outage nearer to the core takes over; what outlasts it stands alone after a while', () => {
    const { incidents, state, open } = setUp({ core: START, agg: START + 10 * MINUTE });
    incidents.take([down('a')], START + MINUTE);
    incidents.take([down('agg'), down('core')], START + 2 * MINUTE);
    const [core, , a] = ['core', 'agg', 'a'].map((id) => open().find(({ resource }) => resource.device === id)!);
    expect(a!.cause).toBe(core!.id);
    const back = START + 9 * MINUTE;
    incidents.take(
      [down('core', { condition: 'clear', time: back }), down('agg', { condition: 'clear', time: back })],
      back,
    );
    expect(state.get(a!.id)?.cause).toBe(core!.id);
    incidents.take([], back + 4 * MINUTE);
    expect(state.get(a!.id)?.cause).toBeNull();
    expect(state.history(a!.id).map(({ type }) => type)).toEqual(['active', 'explained', 'unexplained']);
  });

  test('what comes back behind a device that is coming back stays its symptom, whichever is seen first', () => {
    const behind = ['agg', ...ACCESS];
    fc.assert(
      fc.property(fc.shuffledSubarray(['core', ...behind], { minLength: 7 }), (found) => {
        const { incidents, state, open } = setUp({ core: START - 30_000 });
        incidents.take([...['core', ...behind].map((one) => down(one)), alarm('cpu', 'a')], START + 2 * MINUTE);
        const core = open().find(({ resource }) => resource.device === 'core')!;
        const say = (condition: 'clearing' | 'clear', begin: number) =>
          found.forEach((one, index) => {
            const now = begin + index * 5000;
            incidents.take([down(one, { condition, time: now })], now);
          });
        say('clearing', START + 30 * MINUTE);
        say('clear', START + 31 * MINUTE);
        expect(state.list({}, 100).filter(({ cause }) => cause !== core.id)).toEqual([state.get(core.id)]);
        incidents.take([], START + 36 * MINUTE);
        expect(open()).toMatchObject([{ kind: 'cpu', cause: null }]);
      }),
      { numRuns: 40 },
    );
  });

  test('a symptom that is polled seldom has time to be seen again', () => {
    const { incidents, state, open } = setUp({ core: START - 30_000 });
    incidents.take([down('core'), down('remote')], START + 2 * MINUTE);
    const core = open().find(({ resource }) => resource.device === 'core')!;
    const remote = open().find(({ resource }) => resource.device === 'remote')!;
    incidents.take([down('core', { condition: 'clear', time: START + 30 * MINUTE })], START + 30 * MINUTE);
    incidents.take([], START + 44 * MINUTE);
    expect(state.get(remote.id)?.cause).toBe(core.id);
    incidents.take([], START + 46 * MINUTE);
    expect(state.get(remote.id)?.cause).toBeNull();
  });

  test('a device that answers breaks the chain', () => {
    const { incidents, open } = setUp({ agg: START + 10 * MINUTE });
    incidents.take([down('core'), down('a')], START + 2 * MINUTE);
    expect(open().map(({ cause }) => cause)).toEqual([null, null]);
  });

  test('sessions that fall with their BRAS are its symptom; alone they touch those who are missing', () => {
    const fall = alarm('session-drop', '', { resource: { nas: '192.0.2.1' }, value: 20, expected: 141.4 });
    const alone = setUp();
    alone.incidents.take([fall], START);
    expect(alone.only()).toMatchObject({ affected: 121, cause: null });
    const { incidents, open } = setUp({ core: START + 10 * MINUTE });
    incidents.take([fall, down('bras')], START + 2 * MINUTE);
    const bras = open().find(({ resource }) => resource.device === 'bras')!;
    expect(bras.affected).toBe(140);
    expect(open().find(({ kind }) => kind === 'session-drop')!.cause).toBe(bras.id);
  });
});

describe('what operators do', () => {
  const operate = (incidents: ReturnType<typeof setUp>['incidents'], id: string, action: 'close' | 'acknowledge') =>
    incidents.operate(id, { action }, 'ann', START + 1);

  test('stays while the incident changes, and is kept when it ends; a new one begins with none', () => {
    const { incidents, state, only } = setUp();
    incidents.take([alarm('cpu', 'core')], START);
    const { id } = only();
    expect(operate(incidents, id, 'close')).toMatchObject([{ type: 'operated', incident: { id } }]);
    incidents.take([alarm('cpu', 'core', { value: 97, time: START + 2 })], START + 2);
    expect(only()).toMatchObject({ value: 97, operator: { state: 'closed', by: 'ann', at: START + 1 } });
    incidents.take([alarm('cpu', 'core', { condition: 'clear', time: START + 3 })], START + 3);
    expect(state.get(id)).toMatchObject({ phase: 'cleared', operator: { state: 'closed' } });
    incidents.take([alarm('cpu', 'core', { time: START + 4 })], START + 4);
    expect(only().operator.state).toBe('none');
    incidents.operate(id, { action: 'comment', comment: 'a loop' }, 'ann', START + 5);
    expect(state.get(id)?.comments).toHaveLength(1);
    incidents.take([alarm('cpu', 'core', { condition: 'clear', time: START + 6 })], START + 6);
    expect(state.list({ open: true }, 10)).toEqual([]);
  });

  test('a snooze ends as time passes', () => {
    const { incidents, only } = setUp();
    incidents.take([alarm('cpu', 'core')], START);
    incidents.operate(only().id, { action: 'snooze', until: START + MINUTE }, 'ann', START);
    expect(incidents.take([], START + MINUTE - 1)).toEqual([]);
    expect(only().operator.state).toBe('snoozed');
    expect(incidents.take([], START + MINUTE)).toMatchObject([{ type: 'operated' }]);
    expect(only().operator.state).toBe('none');
  });

  test('a closed prediction that comes true is seen again, an acknowledged one stays so', () => {
    const prediction = { condition: 'predicted', severity: 'warning', probability: 0.8 } as const;
    for (const [action, state] of [
      ['close', 'none'],
      ['acknowledge', 'acknowledged'],
    ] as const) {
      const { incidents, only } = setUp();
      incidents.take([alarm('cpu', 'core', prediction)], START);
      operate(incidents, only().id, action);
      incidents.take([alarm('cpu', 'core', { time: START + 2 })], START + 2);
      expect(only()).toMatchObject({ phase: 'active', operator: { state } });
    }
  });

  test('changes nothing where there is no such incident, or where it is refused', () => {
    const { incidents, only } = setUp();
    expect(operate(incidents, 'none', 'close')).toEqual([]);
    incidents.take([alarm('cpu', 'core')], START);
    expect(() => incidents.operate(only().id, { action: 'unshelve' }, 'ann', START)).toThrow(/brought back/);
    expect(only().operator.state).toBe('none');
  });
});
