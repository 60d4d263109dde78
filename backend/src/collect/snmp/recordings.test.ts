import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import { v2c } from '../../model/credentials.ts';
import type { DeviceReading } from '../../model/device.ts';
import { createAgent } from '../../simulate/agent/agent.ts';
import { readRecording } from '../../simulate/agent/recording.ts';
import { sharedPath } from '../../test/needs.ts';
import { loadProfiles } from './profiles/load.ts';
import { createDeviceReader } from './read.ts';

/** What LibreNMS reads of the same recording, as far as it matters here. */
interface Expected {
  readonly processors: readonly { processor_oid: string; processor_index: string; processor_usage: number }[];
  readonly mempools: readonly {
    mempool_perc_oid?: string;
    mempool_used_oid?: string;
    mempool_free_oid?: string;
    mempool_index: string;
    mempool_perc: number;
    mempool_used: number;
    mempool_total: number;
    mempool_precision: number;
  }[];
  readonly temperature: readonly { sensor_oid: string; sensor_current: number; sensor_divisor: number }[];
  readonly ports: readonly {
    ifIndex: number;
    ifName: string;
    ifSpeed?: number;
    ifOperStatus: string;
    ifInOctets: number;
    ifOutOctets: number;
  }[];
}

const given = sharedPath('data/snmp-devices/given');

async function readRecorded(name: string): Promise<DeviceReading> {
  const { tree } = await readRecording(`${given}/${name}.snmprec`);
  const agent = createAgent({ tree, community: 'public' });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const reader = createDeviceReader({
    device: name,
    address: host,
    port,
    credentials: [v2c('public')],
    timeout: 5000,
    retries: 1,
    clock: systemClock,
    profiles: loadProfiles(),
  });
  try {
    return await reader.read();
  } finally {
    reader.close();
    await agent.close();
  }
}

/** The one row that stands at this OID: its index is the end of the OID. */
function at<R extends { readonly index: string }>(rows: readonly R[], oid: string, fits: (row: R) => boolean): R[] {
  return rows.filter((row) => `.${oid}`.endsWith(`.${row.index}`) && fits(row));
}

describe.skipIf(!given).each([
  ['ios_2960x', 'cisco-ios'],
  ['vrp_5720-32x-ei', 'huawei-vrp'],
  ['routeros_crs317', 'mikrotik-routeros'],
])('the recording %s', (name, profile) => {
  const expected = given ? (JSON.parse(readFileSync(`${given}/${name}.expected.json`, 'utf8')) as Expected) : undefined;

  test('is read with its profile, every part and port with its value', { timeout: 60_000 }, async () => {
    const { processors, mempools, temperature, ports } = expected!;
    const reading = await readRecorded(name);
    expect(reading.profile).toBe(profile);
    expect(reading.errors).toEqual([]);

    expect(reading.cpu).toHaveLength(processors.length);
    for (const { processor_oid, processor_usage } of processors) {
      expect(at(reading.cpu, processor_oid, ({ percent }) => percent === processor_usage)).toHaveLength(1);
    }
    expect(reading.memory).toHaveLength(mempools.length);
    for (const pool of mempools) {
      const [row] = reading.memory.filter(({ index }) => index === pool.mempool_index);
      expect(Math.abs(row!.usedPercent! - pool.mempool_perc)).toBeLessThanOrEqual(0.5);
      expect(row!.totalBytes).toBe(pool.mempool_total);
      expect(Math.abs(row!.usedBytes! - pool.mempool_used)).toBeLessThanOrEqual(pool.mempool_precision);
    }
    expect(reading.temperature).toHaveLength(temperature.length);
    for (const { sensor_oid, sensor_current } of temperature) {
      expect(at(reading.temperature, sensor_oid, ({ celsius }) => celsius === sensor_current)).toHaveLength(1);
    }
    expect(reading.interfaces.map(({ index }) => index)).toEqual(ports.map(({ ifIndex }) => String(ifIndex)));
    for (const port of ports) {
      const row = reading.interfaces.find(({ index }) => index === String(port.ifIndex))!;
      expect(row).toMatchObject({ name: port.ifName, speedBitsPerSecond: port.ifSpeed || null });
      // Where the device has no such counter the other program shows 0.
      expect(row.inOctets ?? 0n).toBe(BigInt(port.ifInOctets));
      expect(row.outOctets ?? 0n).toBe(BigInt(port.ifOutOctets));
      expect(row.operStatus).toBe(STATUS[port.ifOperStatus] ?? port.ifOperStatus);
    }
  });
});

/** How many of the expected rows are found, of all. */
interface Share {
  found: number;
  all: number;
}

test.skipIf(!given)('nearly every expected row of all recordings is found', { timeout: 300_000 }, async () => {
  const names = readdirSync(given!).flatMap((file) => (file.endsWith('.snmprec') ? [file.slice(0, -8)] : []));
  const shares: Record<'cpu' | 'memory' | 'temperature' | 'ports', Share> = {
    cpu: { found: 0, all: 0 },
    memory: { found: 0, all: 0 },
    temperature: { found: 0, all: 0 },
    ports: { found: 0, all: 0 },
  };
  const count = (share: Share, found: boolean) => {
    share.all++;
    if (found) share.found++;
  };
  const near = (a: number | null, b: number, tolerance: number) => a !== null && Math.abs(a - b) <= tolerance;
  for (const name of names) {
    const expected: Partial<Expected> = JSON.parse(readFileSync(`${given}/${name}.expected.json`, 'utf8'));
    const { cpu, memory, temperature, interfaces, errors } = await readRecorded(name);
    expect(errors, name).toEqual([]);
    for (const row of expected.processors ?? []) {
      const fits = at(cpu, row.processor_oid, ({ percent }) => near(percent, row.processor_usage, 1));
      count(shares.cpu, fits.length > 0);
    }
    for (const row of expected.mempools ?? []) {
      const oids = [row.mempool_perc_oid, row.mempool_used_oid, row.mempool_free_oid].filter(
        (oid) => oid !== undefined,
      );
      const fits = oids.flatMap((oid) => at(memory, oid, ({ usedPercent }) => near(usedPercent, row.mempool_perc, 1)));
      count(shares.memory, fits.length > 0);
    }
    for (const row of expected.temperature ?? []) {
      const fits = at(temperature, row.sensor_oid, ({ celsius }) => near(celsius, row.sensor_current, 0.5));
      count(shares.temperature, fits.length > 0);
    }
    for (const { ifIndex, ifInOctets } of expected.ports ?? []) {
      const row = interfaces.find(({ index }) => index === String(ifIndex));
      count(shares.ports, row !== undefined && near(Number(row.inOctets ?? 0n), ifInOctets ?? 0, 1024));
    }
  }
  const percent = ({ found, all }: Share) => (100 * found) / all;
  expect(percent(shares.cpu)).toBe(100);
  // Buffers, cache and shared memory of Linux are left out: they say nothing of a shortage.
  expect(percent(shares.memory)).toBeGreaterThan(94);
  expect(percent(shares.temperature)).toBeGreaterThan(99);
  expect(percent(shares.ports)).toBeGreaterThan(99);
});

/** States that the other program writes in one word. */
const STATUS: Readonly<Record<string, string>> = { notPresent: 'not present', lowerLayerDown: 'lower layer down' };
