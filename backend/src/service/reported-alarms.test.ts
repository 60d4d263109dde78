import { describe, expect, test } from 'vitest';
import { createDetector } from '../detect/detector.ts';
import { loadKinds } from '../detect/kinds.ts';
import type { DeviceReport } from '../model/contracts/collector.ts';
import type { NamedTrap, ReportedAlarm } from '../model/contracts/traps.ts';
import type { Component, DeviceReading } from '../model/device.ts';
import type { Alarm } from '../model/incident.ts';
import { type Batch, seriesKey } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';
import { openMemoryState } from '../state/database.ts';
import { createAlarmMemory } from '../state/trap-memory.ts';
import { createReportedAlarms } from './reported-alarms.ts';

const port = (operStatus: Component['operStatus'], index = '7'): Component => ({
  ...{ kind: 'interface', id: 'ge-0/0/7', index, name: 'ge-0/0/7', alias: '', speedBitsPerSecond: null },
  ...{ adminStatus: 'up', operStatus },
});
const named = (more: Partial<NamedTrap> = {}): NamedTrap => ({
  ...{ name: 'linkDown', severity: 'major', text: '', kind: 'interface-down', raises: true },
  ...{ interface: '7', part: undefined, lasts: undefined },
  ...more,
});
const power = (more: Partial<NamedTrap> = {}) =>
  named({ kind: 'power-failure', interface: undefined, part: 'PSU 1', ...more });

function setUp(memory = createAlarmMemory(openMemoryState().database), restored: readonly Alarm[] = []) {
  const detector = createDetector({ kinds: loadKinds() });
  detector.restore(restored);
  const alarms: Alarm[] = [];
  const stored = new Map<string, number>();
  const dropped: string[] = [];
  const reported = createReportedAlarms({
    memory,
    components: () => [port('down')],
    measured: (batch) => alarms.push(...detector.observe(batch)),
    store(batch: Batch) {
      for (const { series, times, values } of batch) {
        for (const [place, time] of times.entries()) stored.set(`${seriesKey(series)} ${time}`, values[place]!);
      }
    },
    dropped: (device) => dropped.push(device),
  });
  const told = () =>
    alarms.splice(0).map(({ kind, condition, resource, qualifier, severity, time }) => ({
      ...{ kind, condition, component: resource.component, qualifier, severity, time },
    }));
  const tick = (now: number) => reported.tick(now, () => true);
  return { reported, memory, alarms, told, stored, dropped, tick };
}

const poll = (time: number, operStatus: Component['operStatus'], index?: string): DeviceReport => ({
  ...{ device: 'a', time, state: 'up', reason: '', batch: [] },
  reading: {} as DeviceReading,
  components: [port(operStatus, index)],
});

describe('what a device reports', () => {
  test('of an interface is an alarm of its component, at once; linkUp clears it after a minute', () => {
    const { reported, told, tick } = setUp();
    reported.report([{ device: 'a', named: named(), time: 5000 }]);
    expect(told()).toMatchObject([
      { kind: 'interface-down', condition: 'active', component: 'ge-0/0/7', severity: 'major', time: 5000 },
    ]);
    reported.report([{ device: 'a', named: named({ name: 'linkUp', raises: false }), time: 8000 }]);
    expect(told()).toMatchObject([{ condition: 'clearing', time: 8000 }]);
    tick(8000 + MINUTE);
    expect(told()).toMatchObject([{ condition: 'clear' }]);
    expect(reported.count()).toBe(0);
  });

  test('a link that flaps is one alarm', () => {
    const { reported, told, tick } = setUp();
    for (let flap = 0; flap < 5; flap++) {
      const at = flap * 20_000;
      reported.report([{ device: 'a', named: named(), time: at }]);
      reported.report([{ device: 'a', named: named({ raises: false }), time: at + 5000 }]);
      tick(at + 10_000);
    }
    tick(80_000 + 5000 + MINUTE);
    expect(told().map(({ condition }) => condition)).toEqual([
      ...Array.from({ length: 5 }, () => ['active', 'clearing']).flat(),
      'clear',
    ]);
  });

  test('within the same millisecond is taken in its order', () => {
    const { reported, told } = setUp();
    reported.report([
      { device: 'a', named: named(), time: 5000 },
      { device: 'a', named: named({ raises: false }), time: 5000 },
    ]);
    expect(told().map(({ condition }) => condition)).toEqual(['active', 'clearing']);
  });

  test('of parts of a device are alarms told apart by the part, with the severity of the trap', () => {
    const { reported, told } = setUp();
    reported.report([
      { device: 'a', named: power(), time: 1 },
      { device: 'a', named: power({ part: 'PSU 2', severity: 'critical' }), time: 2 },
    ]);
    expect(told()).toMatchObject([
      { kind: 'power-failure', qualifier: 'PSU 1', severity: 'major', condition: 'active' },
      { kind: 'power-failure', qualifier: 'PSU 2', severity: 'critical', condition: 'active' },
    ]);
  });

  test('of an interface that no poll has seen is kept by its ifIndex; without one it is not told apart and left out', () => {
    const { reported, told } = setUp();
    reported.report([{ device: 'a', named: named({ interface: '99' }), time: 1 }]);
    reported.report([{ device: 'a', named: named({ interface: '' }), time: 2 }]);
    expect(told()).toMatchObject([{ component: 'ifIndex-99' }]);
  });

  test('that ends by itself does', () => {
    const { reported, told, tick } = setUp();
    reported.report([{ device: 'a', named: power({ lasts: 3 * MINUTE }), time: 0 }]);
    tick(2 * MINUTE);
    // It is sent again: it lasts anew.
    reported.report([{ device: 'a', named: power({ lasts: 3 * MINUTE }), time: 2 * MINUTE }]);
    tick(4 * MINUTE);
    expect(told().map(({ condition }) => condition)).toEqual(['active']);
    tick(5 * MINUTE);
    tick(6 * MINUTE);
    expect(told().map(({ condition }) => condition)).toEqual(['clearing', 'clear']);
  });

  test('and what never does is told anew each minute, so that it is not forgotten', () => {
    const { reported, told, tick, stored } = setUp();
    reported.report([{ device: 'a', named: power(), time: 0 }]);
    for (let minute = 1; minute <= 3 * 24 * 60; minute++) tick(minute * MINUTE);
    expect(told().map(({ condition }) => condition)).toEqual(['active']);
    expect(stored.size).toBe(3 * 24 * 60 + 1);
    expect(new Set(stored.values())).toEqual(new Set([3]));
  });

  test('is stored by the minute with the worst of it', () => {
    const { reported, stored } = setUp();
    reported.report([{ device: 'a', named: power(), time: 5000 }]);
    reported.report([{ device: 'a', named: power({ raises: false }), time: 8000 }]);
    expect([...stored]).toEqual([['device_alarm,device=a,part=PSU\\ 1 power_failure 0', 3]]);
  });

  test('beyond a thousand things at once is left out and told', () => {
    const { reported, dropped, told } = setUp();
    const many = Array.from({ length: 1005 }, (_, place) => ({
      device: 'a',
      named: power({ part: `P${place}` }),
      time: 1,
    }));
    reported.report(many);
    expect(told()).toHaveLength(1000);
    expect(dropped).toHaveLength(5);
  });

  test('is forgotten with its device', () => {
    const { reported, memory } = setUp();
    reported.report([{ device: 'a', named: power(), time: 0 }]);
    reported.tick(1000, () => false);
    expect(reported.count()).toBe(0);
    expect(memory.load()).toEqual([]);
  });
});

describe('every kind that devices report', () => {
  const kinds = loadKinds().filter(({ graded }) => graded);
  test.each(kinds.map(({ kind, resource }) => [kind, resource] as const))('%s is an alarm', (kind, resource) => {
    const { reported, told } = setUp();
    const about = resource === 'component' ? {} : { interface: undefined, part: 'X' };
    reported.report([{ device: 'a', named: named({ kind, ...about }), time: 1 }]);
    expect(told()).toMatchObject([{ kind, condition: 'active' }]);
  });
});

describe('a poll', () => {
  test('that finds the interface up clears what a lost linkUp left', () => {
    const { reported, told } = setUp();
    reported.report([{ device: 'a', named: named(), time: 5000 }]);
    told();
    reported.polled(poll(4000, 'up'));
    reported.polled(poll(6000, 'down'));
    expect(told()).toEqual([]);
    // The device has renumbered it meanwhile.
    reported.polled(poll(7000, 'up', '9'));
    expect(told()).toMatchObject([{ condition: 'clearing', time: 7000 }]);
  });
});

test('a restart goes on with what was open', () => {
  const before = setUp();
  before.reported.report([{ device: 'a', named: named(), time: 0 }]);
  before.reported.report([{ device: 'a', named: power({ lasts: 5 * MINUTE }), time: 0 }]);
  const open = before.memory.load();
  expect(open).toMatchObject([{ grade: 3 }, { grade: 3 }] satisfies Partial<ReportedAlarm>[]);
  const after = setUp(before.memory, before.alarms);
  after.reported.report([{ device: 'a', named: named({ raises: false }), time: 2 * MINUTE }]);
  after.tick(5 * MINUTE);
  after.tick(6 * MINUTE);
  expect(after.told().map(({ kind, condition }) => `${kind} ${condition}`)).toEqual([
    'interface-down clearing',
    'interface-down clear',
    'power-failure clearing',
    'power-failure clear',
  ]);
  expect(before.memory.load()).toEqual([]);
});
