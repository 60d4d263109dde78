import { afterEach, describe, expect, test } from 'vitest';
import type { Component, Device, DeviceReading, DeviceStatus } from '../../model/device.ts';
import { cpuSeries, interfaceSeries, memorySeries, temperatureSeries } from '../../model/device-series.ts';
import type { Fault } from '../../model/fault.ts';
import { forecastSeries } from '../../model/forecast.ts';
import type { Series } from '../../model/series.ts';
import { MINUTE } from '../../model/targets.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';

const NOW = Date.UTC(2026, 10, 24, 3, 0, 30);
const running: RestService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.close();
});
async function start(options: Parameters<typeof startRestService>[0] = {}) {
  const service = await startRestService({ now: NOW, ...options });
  running.push(service);
  return service;
}

const device = (id: string): Device => ({
  ...{ id, name: id, address: '192.0.2.9', site: '', parent: undefined, subscribers: undefined, nas: [] },
  pollPeriod: MINUTE,
});
const status = (id: string): DeviceStatus => ({
  ...{ device: device(id), state: 'unreachable', reason: 'no answer', stateSince: 1, lastAnswer: null },
  ...{ reading: undefined, components: [] },
});

test('/api/v1/devices tells how each device is doing and why', async () => {
  const service = await start({ devices: () => [status('a')] });
  expect((await service.ask('/api/v1/devices')).json()).toMatchObject({
    devices: [{ id: 'a', state: 'unreachable', reason: 'no answer', parent: null, subscribers: null, incidents: [] }],
  });
});

test('/api/v1/devices tells the highest of each reading, and why a device is not up, for programs', async () => {
  const reading = {
    ...{ device: 'a', time: 1, sysName: null, sysDescr: null, sysObjectID: null, profile: 'x', uptimeSeconds: null },
    ...{ responseMilliseconds: 3, interfaces: [], errors: [] },
    cpu: [12, null, 40].map((percent, index) => ({ index: String(index), description: '', percent })),
    memory: [{ index: '1', description: '', usedPercent: null, usedBytes: null, totalBytes: null }],
    temperature: [-4, -9].map((celsius, index) => ({ index: String(index), description: '', celsius })),
    sensors: [],
  };
  const cause = { code: 'no-answer', since: 5, polls: 2 } as const;
  const service = await start({ devices: () => [{ ...status('a'), reading, cause }, status('b')] });
  expect((await service.ask('/api/v1/devices')).json()).toMatchObject({
    devices: [
      { cause, cpuPercent: 40, memoryPercent: null, celsius: -4 },
      { cause: null, cpuPercent: null, memoryPercent: null, celsius: null },
    ],
  });
});

test('/api/v1/devices and /metrics tell refused credentials and a wrong profile', async () => {
  const refused = { code: 'auth-failed', fault: 'privacy' } as const;
  const wrong = { code: 'wrong-profile', profile: 'cisco-ios', fitting: 'linux' } as const;
  const devices = (): DeviceStatus[] => [
    { ...status('a'), state: 'auth failed', cause: refused },
    { ...status('b'), state: 'wrong profile', cause: wrong },
  ];
  const service = await start({ devices });
  expect((await service.ask('/api/v1/devices')).json()).toMatchObject({
    devices: [
      { state: 'auth failed', cause: refused },
      { state: 'wrong profile', cause: wrong },
    ],
  });
  const metrics = (await service.ask('/metrics')).text;
  expect(metrics).toContain('presage_devices{state="auth failed"} 1');
  expect(metrics).toContain('presage_devices{state="wrong profile"} 1');
});

test('/api/v1/devices tells what each sensor shows, with its limits', async () => {
  const component = (kind: Component['kind'], id: string, index: string): Component => ({
    ...{ kind, id, index, name: id, alias: '', speedBitsPerSecond: null, adminStatus: null, operStatus: null },
  });
  const reading: DeviceReading = {
    ...{ device: 'a', time: 1, sysName: null, sysDescr: null, sysObjectID: null, profile: 'x', uptimeSeconds: null },
    ...{ responseMilliseconds: 3, interfaces: [], errors: [], cpu: [], memory: [] },
    temperature: [{ index: '1', description: 'board', celsius: 40, limits: { highCritical: 70 } }],
    sensors: [{ kind: 'optical', index: '1', description: 'sfp1 receive', value: -7.5 }],
  };
  const components = [component('temperature', 'board', '1'), component('optical', 'sfp1 receive', '1')];
  const service = await start({ devices: () => [{ ...status('a'), reading, components }] });
  expect((await service.ask('/api/v1/devices')).json()).toMatchObject({
    devices: [
      {
        sensors: [
          { kind: 'temperature', component: 'board', value: 40, unit: 'celsius', limits: { highCritical: 70 } },
          { kind: 'optical', component: 'sfp1 receive', value: -7.5, unit: 'dbm', limits: {} },
        ],
      },
    ],
  });
});

test('/api/v1/devices/loads tells the busiest interface of each device and where its load goes', async () => {
  const service = await start();
  const five = (component: string, speed: number | null): Series => {
    const series = interfaceSeries({ device: 'a', component }, 'in_bits_per_second', speed);
    return { ...series, tags: { ...series.tags, step: '5m' }, step: 5 * MINUTE };
  };
  const expected = forecastSeries(five('y', 1000), 'newest', 'mean');
  await service.store.write([
    { series: five('x', 100_000), times: [MINUTE], values: [9000] },
    { series: five('y', 1000), times: [0, 5 * MINUTE], values: [1, 500] },
    { series: five('z', null), times: [0], values: [1e9] },
    { series: expected, times: [10 * MINUTE, 15 * MINUTE], values: [600, 800] },
  ]);
  expect((await service.ask('/api/v1/devices/loads')).json()).toEqual({
    loads: [
      {
        ...{ device: 'a', component: 'y', field: 'in_bits_per_second', time: 5 * MINUTE, load: 0.5 },
        ...{ expected: 0.8, expectedAt: 15 * MINUTE },
      },
    ],
  });
});

describe('/get_snmp_data', () => {
  interface SnmpData {
    readonly xticks: string[];
    readonly temp: (number | null)[];
    readonly mem: (number | null)[];
    readonly cpu: (number | null)[];
  }
  const minute = (ago: number) => Math.floor(NOW / MINUTE) * MINUTE - ago * MINUTE;
  const one = (series: Series, ago: number, value: number) => ({ series, times: [minute(ago)], values: [value] });

  test('answers sixty minutes: the mean over components, then over devices', async () => {
    const service = await start({ devices: () => [status('a'), status('b')], zoneName: 'Europe/Ulyanovsk' });
    await service.store.write([
      one(cpuSeries('a', '1'), 1, 10),
      one(cpuSeries('a', '2'), 1, 30),
      one(cpuSeries('b', '1'), 1, 60),
      one(memorySeries('b', 'm'), 60, 50),
      one(temperatureSeries('a', 't'), 61, 99),
      one(temperatureSeries('a', 't'), 0, 99),
      one({ ...cpuSeries('a', '1'), tags: { device: 'a', component: '1', step: '5m' }, step: 5 * MINUTE }, 5, 99),
    ]);
    const all = (await service.ask('/get_snmp_data')).json<SnmpData>();
    expect([all.xticks, all.temp, all.mem, all.cpu].map(({ length }) => length)).toEqual([60, 60, 60, 60]);
    expect([all.xticks[0], all.xticks[59]]).toEqual(['2026-11-24 06:00:00', '2026-11-24 06:59:00']);
    expect(all.cpu).toEqual([...Array(59).fill(null), 40]);
    expect(all.mem).toEqual([50, ...Array(59).fill(null)]);
    expect(all.temp).toEqual(Array(60).fill(null));
    const a = (await service.ask('/get_snmp_data?device=a')).json<SnmpData>();
    expect([a.cpu[59], a.mem[0]]).toEqual([20, null]);
  });

  test('says that there is no such device', async () => {
    const service = await start({ devices: () => [status('a')] });
    const answer = await service.ask('/get_snmp_data?device=x');
    expect([answer.status, answer.json().detail]).toEqual([404, 'There is no device x; /api/v1/devices lists them.']);
  });
});

describe('/api/v1/simulate/faults', () => {
  const faults: Fault[] = [];
  const simulation = {
    devices: () => [{ id: 'a', faults: ['cpu-storm'] as const }],
    faults: () => faults,
    begin(kind: Fault['kind'], id: string, duration: number) {
      if (id !== 'a') return undefined;
      faults.push({ id: 'fault-1', kind, device: id, from: NOW, to: NOW + duration });
      return faults[0];
    },
    end: (id: string) => faults.find((fault) => fault.id === id),
  };

  test('begins, lists and ends faults', async () => {
    const service = await start({ simulation });
    const begun = await service.post('/api/v1/simulate/faults', { kind: 'cpu-storm', device: 'a', duration: MINUTE });
    expect(begun.json()).toEqual({ id: 'fault-1', kind: 'cpu-storm', device: 'a', from: NOW, to: NOW + MINUTE });
    expect((await service.ask('/api/v1/simulate/faults')).json()).toEqual({
      devices: [{ id: 'a', faults: ['cpu-storm'] }],
      faults: [begun.json()],
    });
    expect((await service.ask('/api/v1/simulate/faults/fault-1', { method: 'DELETE' })).status).toBe(200);
    expect((await service.ask('/api/v1/simulate/faults/fault-2', { method: 'DELETE' })).status).toBe(404);
  });

  test('says which devices can have a fault, and what a real network is', async () => {
    const service = await start({ simulation });
    const answer = await service.post('/api/v1/simulate/faults', { kind: 'cpu-storm', device: 'b' });
    expect([answer.status, answer.json().detail]).toEqual([
      400,
      'device: expected a device that can have cpu-storm: a',
    ]);
    expect((await service.post('/api/v1/simulate/faults', { kind: 'fire', device: 'a' })).status).toBe(400);
    const real = await start();
    expect((await real.ask('/api/v1/simulate/faults')).status).toBe(404);
  });
});
