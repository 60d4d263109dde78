import { describe, expect, test } from 'vitest';
import { foundComponents, identify } from '../../collect/snmp/components.ts';
import { loadProfiles } from '../../collect/snmp/profiles/load.ts';
import { createDeviceReader } from '../../collect/snmp/read.ts';
import { v2c } from '../../model/credentials.ts';
import type { Device, DeviceReading } from '../../model/device.ts';
import type { Fault } from '../../model/fault.ts';
import { batchSize, type SeriesBlock } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { zone } from '../../model/zone.ts';
import { createDemoNetwork, type DemoDevice } from './network.ts';
import { DEMO_DEVICES } from './topology.ts';

const DAY = 24 * HOUR;
const STEP = 5 * MINUTE;
const START = Date.parse('2026-11-02T17:00:00Z');
const profiles = loadProfiles();

/** A network whose clock is moved by hand. */
function setUp(faults: readonly Fault[] = [], start = START) {
  let now = start;
  const clock = { now: () => now, sleep: async () => {} };
  const place = zone('Europe/Ulyanovsk');
  const network = createDemoNetwork({ seed: 1, subscribers: 300, zone: place, clock, faults: () => faults });
  const read = async ({ id, address: { host, port } }: DemoDevice, timeout = 5000) => {
    const access = { address: host, port, credentials: [v2c('public')], timeout, retries: 0 };
    const reader = createDeviceReader({ device: id, ...access, clock, profiles });
    return reader.read().finally(() => reader.close());
  };
  const history = async (from: number, to: number) => {
    const blocks: SeriesBlock[] = [];
    for await (const batch of network.history(from, to, STEP)) blocks.push(...batch);
    return blocks;
  };
  const move = (time: number) => {
    now = time;
  };
  return { network, read, history, move };
}

const fault = (kind: Fault['kind'], device: string, from: number, to: number): Fault => {
  return { id: 'fault-1', kind, device, from, to };
};
const componentsOf = (reading: DeviceReading) => identify([], foundComponents(reading)).components;

describe('the devices of the demo network', () => {
  test('are a dozen or more of several makes, with parents, subscribers and access servers', async () => {
    const { network, read } = setUp();
    await network.listen();
    const { devices } = network;
    const readings = await Promise.all(devices.map((device) => read(device)));
    await network.close();
    expect(devices.length).toBeGreaterThanOrEqual(12);
    expect(devices.map(({ id }) => id)).toEqual(DEMO_DEVICES.map(({ id }) => id));
    expect(new Set(readings.map(({ profile }) => profile)).size).toBe(4);
    for (const [index, { id, parent }] of devices.entries()) {
      const before: readonly Pick<Device, 'id'>[] = devices.slice(0, index);
      expect(parent === undefined || before.some((other) => other.id === parent)).toBe(true);
      expect(readings[index]).toMatchObject({ sysName: id, errors: [] });
    }
    expect(devices.flatMap(({ nas }) => nas)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(devices.filter(({ parent }) => parent === 'agg-1')).toHaveLength(5);
    const count = (chosen: (device: DemoDevice) => boolean) =>
      devices.filter(chosen).reduce((sum, { subscribers }) => sum + subscribers!, 0);
    expect(count(({ id }) => id === 'core-1')).toBe(300);
    expect(count(({ id }) => id.startsWith('agg'))).toBe(300);
    expect(count(({ id }) => id.startsWith('access'))).toBe(300);
    expect(count(({ nas }) => nas.length > 0)).toBe(300);
  }, 60_000);

  test('show over SNMP what their history says, under the same names', async () => {
    const faults = [
      fault('link-filling', 'agg-2', START - HOUR, START + 2 * HOUR),
      fault('bras-failure', 'bras-1', START + 2 * MINUTE, START + HOUR),
      fault('cpu-storm', 'access-4', START, START + HOUR),
      fault('overheating', 'access-3', START - HOUR, START + HOUR),
      fault('memory-leak', 'server-1', START - HOUR, START + HOUR),
    ];
    const { network, read, history, move } = setUp(faults);
    await network.listen();
    const readAll = async (time: number) => {
      move(time);
      return Promise.all(network.devices.map((device) => read(device)));
    };
    const [begin, middle, end] = [await readAll(START), await readAll(START + STEP / 2), await readAll(START + STEP)];
    const blocks = await history(START, START + STEP);
    await network.close();

    const shown = middle.flatMap((reading, index) => {
      const { device, cpu, memory, temperature } = reading;
      const components = componentsOf(reading);
      const id = (kind: string, row: string) =>
        components.find((component) => component.kind === kind && component.index === row)?.id;
      const rate = (row: number, field: 'inOctets' | 'outOctets') => {
        const [first, last] = [begin, end].map((all) => all[index]!.interfaces[row]![field]!) as [bigint, bigint];
        return (8000 * Number(last - first)) / STEP;
      };
      return [
        [device, undefined, 'answered', 1],
        ...cpu.map((row) => [device, id('cpu', row.index), 'load', row.percent]),
        ...memory.map((row) => [device, id('memory', row.index), 'used', row.usedPercent]),
        ...temperature.map((row) => [device, id('temperature', row.index), 'celsius', row.celsius]),
        ...reading.interfaces.flatMap((row, position) => [
          [device, id('interface', row.index), 'in_bits_per_second', rate(position, 'inOctets')],
          [device, id('interface', row.index), 'out_bits_per_second', rate(position, 'outOctets')],
        ]),
      ] as [string, string | undefined, string, number][];
    });
    const told = blocks.map(({ series: { tags, field }, values }) => {
      return [tags.device!, tags.component, field, values[0]!] as const;
    });
    expect(told.map((row) => row.slice(0, 3))).toEqual(shown.map((row) => row.slice(0, 3)));
    for (const [index, [, , , value]] of told.entries()) {
      const seen = shown[index]![3];
      expect(Math.abs(seen - value)).toBeLessThanOrEqual(0.001 * Math.max(Math.abs(value), 0.1));
    }
    expect(blocks.every(({ times }) => times[0] === START)).toBe(true);
  }, 60_000);

  test('count on through a long time, and begin anew when the power was cut', async () => {
    const { network, read, move } = setUp([], Math.ceil(START / (64 * DAY)) * 64 * DAY - DAY);
    await network.listen();
    const [device] = network.devices as [DemoDevice];
    const before = await read(device);
    move(Math.ceil(START / (64 * DAY)) * 64 * DAY + MINUTE);
    const after = await read(device);
    await network.close();
    expect(before.uptimeSeconds).toBeGreaterThan((63 * DAY) / 1000);
    expect(after.uptimeSeconds).toBeLessThan(before.uptimeSeconds!);
    expect(after.interfaces[0]!.inOctets! < before.interfaces[0]!.inOctets!).toBe(true);
    expect(after.interfaces[0]!.inOctets! > 0n).toBe(true);
  }, 60_000);

  test('behind a dead one do not answer either, until it is back', async () => {
    const { network, read, move } = setUp([fault('device-dead', 'agg-1', START, START + HOUR)]);
    await network.listen();
    const silent = async () => {
      const answers = await Promise.allSettled(network.devices.map((device) => read(device, 300)));
      return network.devices.filter((_, index) => answers[index]!.status === 'rejected').map(({ id }) => id);
    };
    expect(await silent()).toEqual(['agg-1', 'access-1', 'access-2', 'access-3', 'access-4', 'access-5']);
    move(START + HOUR);
    expect(await silent()).toEqual([]);
    await network.close();
  }, 60_000);
});

describe('the history of the demo network', () => {
  test('comes in small batches in the order of time, the same each time', async () => {
    const { network, history } = setUp();
    const [from, to] = [START - 14 * DAY, START];
    let last = from - 1;
    let samples = 0;
    for await (const batch of network.history(from, to, STEP)) {
      samples += batchSize(batch);
      expect(batchSize(batch)).toBeLessThanOrEqual(20_000);
      const times = batch.flatMap((block) => [block.times[0]!, block.times.at(-1)!]);
      expect(Math.min(...times)).toBeGreaterThan(last);
      last = Math.max(...times);
    }
    expect(last).toBe(to - STEP);
    expect(samples).toBeGreaterThan(14 * 10 * 4032);
    expect(await history(START, START + HOUR)).toEqual(await setUp().history(START, START + HOUR));
  }, 60_000);

  test('has a gap, and says so, where a device was dead', async () => {
    const { history } = setUp([fault('device-dead', 'access-2', START + HOUR, START + 2 * HOUR)]);
    const blocks = (await history(START, START + 3 * HOUR)).filter(({ series }) => series.tags.device === 'access-2');
    const answered = blocks.find(({ series }) => series.field === 'answered')!;
    expect(answered.values).toEqual(Array.from({ length: 36 }, (_, step) => (step >= 12 && step < 24 ? 0 : 1)));
    for (const { series, times } of blocks) {
      if (series.field !== 'answered') expect(times).toHaveLength(24);
    }
  });
});
