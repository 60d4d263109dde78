import { afterEach, describe, expect, test } from 'vitest';
import type { Device, DeviceStatus } from '../../model/device.ts';
import { cpuSeries, memorySeries, temperatureSeries } from '../../model/device-series.ts';
import type { Fault } from '../../model/fault.ts';
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
