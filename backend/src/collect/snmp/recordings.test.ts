import { describe, expect, test } from 'vitest';
import { sharedPath } from '../../test/needs.ts';
import {
  compare,
  type Expected,
  expectedOf,
  percentOf,
  readRecorded,
  recordingNames,
  rowsAt,
  SHARES,
  type Shares,
  sumOf,
} from '../../test/recorded-devices.ts';

const given = sharedPath('data/snmp-devices/given');

describe.skipIf(!given).each([
  ['ios_2960x', 'cisco-ios'],
  ['vrp_5720-32x-ei', 'huawei-vrp'],
  ['routeros_crs317', 'mikrotik-routeros'],
])('the recording %s', (name, profile) => {
  const expected = given ? (expectedOf(given, name) as Expected) : undefined;

  test('is read with its profile, every part and port with its value', { timeout: 60_000 }, async () => {
    const { processors, mempools, temperature, ports } = expected!;
    const reading = await readRecorded(given!, name);
    expect(reading.profile).toBe(profile);
    expect(reading.errors).toEqual([]);

    expect(reading.cpu).toHaveLength(processors.length);
    for (const { processor_oid, processor_usage } of processors) {
      expect(rowsAt(reading.cpu, processor_oid, ({ percent }) => percent === processor_usage)).toHaveLength(1);
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
      expect(rowsAt(reading.temperature, sensor_oid, ({ celsius }) => celsius === sensor_current)).toHaveLength(1);
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

test.skipIf(!given)('nearly every expected row of all recordings is found', { timeout: 300_000 }, async () => {
  const all: Shares[] = [];
  for (const name of recordingNames(given!)) {
    const reading = await readRecorded(given!, name);
    expect(reading.errors, name).toEqual([]);
    all.push(compare(expectedOf(given!, name), reading));
  }
  const sum = sumOf(all);
  const figures = SHARES.map((kind) => `${kind} ${percentOf(sum[kind]).toFixed(2)} % of ${sum[kind].all}`);
  process.stdout.write(`found of what is expected of ${all.length} recordings: ${figures.join(', ')}\n`);
  expect(percentOf(sum.cpu)).toBe(100);
  for (const kind of SHARES) expect(percentOf(sum[kind]), kind).toBeGreaterThan(99);
});

/** States that the other program writes in one word. */
const STATUS: Readonly<Record<string, string>> = { notPresent: 'not present', lowerLayerDown: 'lower layer down' };
