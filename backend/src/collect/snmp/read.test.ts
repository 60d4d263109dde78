import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../model/clock.ts';
import { v2c } from '../../model/credentials.ts';
import { type Agent, createAgent } from '../../simulate/agent/agent.ts';
import { createMibView, type MibObject } from '../../simulate/agent/mib-view.ts';
import { parseOid } from '../../simulate/agent/oid.ts';
import type { SnmpValue } from '../../simulate/agent/value.ts';
import { loadProfiles } from './profiles/load.ts';
import { createDeviceReader, type DeviceReader } from './read.ts';
import type { KnownSpeed } from './speeds.ts';

const IF = '1.3.6.1.2.1.2.2.1';
const IFX = '1.3.6.1.2.1.31.1.1.1';
const profiles = loadProfiles();

/** A device whose objects the test changes as it likes. */
let objects: Map<string, SnmpValue>;
/** OIDs that were asked for or answered, in the order they came. */
let looks: string[];
let agent: Agent;
let reader: DeviceReader;
let now: number;

const clock: Clock = { now: () => now, sleep: () => Promise.reject(new Error('not used')) };
const octets = (text: string): SnmpValue => ({ type: 'octets', value: Buffer.from(text) });
const integer = (value: number): SnmpValue => ({ type: 'integer', value });
const gauge = (value: number): SnmpValue => ({ type: 'gauge32', value });
const counter32 = (value: number): SnmpValue => ({ type: 'counter32', value });
const counter64 = (value: bigint): SnmpValue => ({ type: 'counter64', value });
const set = (values: Readonly<Record<string, SnmpValue>>) => {
  for (const [oid, value] of Object.entries(values)) objects.set(oid, value);
};

/** The objects as they stand when somebody asks. */
const view = () => createMibView([...objects].map(([oid, value]): MibObject => ({ oid: parseOid(oid)!, value })));

async function start(profile?: string, speeds: readonly KnownSpeed[] = []): Promise<void> {
  agent = createAgent({
    community: 'public',
    tree: {
      get(oid) {
        looks.push(oid.join('.'));
        return view().get(oid);
      },
      next(oid) {
        const found = view().next(oid);
        if (found) looks.push(found.oid.join('.'));
        return found;
      },
    },
  });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  reader = createDeviceReader({
    device: 'd',
    address: host,
    port,
    credentials: [v2c('public')],
    timeout: 2000,
    retries: 1,
    clock,
    profiles,
    profile,
    speeds,
  });
}

beforeEach(() => {
  now = 1_700_000_000_000;
  looks = [];
  objects = new Map();
  set({
    '1.3.6.1.2.1.1.1.0': octets('A router'),
    '1.3.6.1.2.1.1.2.0': { type: 'oid', value: parseOid('1.3.6.1.4.1.99999.1')! },
    '1.3.6.1.2.1.1.3.0': { type: 'ticks', value: 500_000 },
    '1.3.6.1.2.1.1.5.0': octets('router-1'),
  });
  for (const row of [1, 2]) {
    set({
      [`${IF}.2.${row}`]: octets(`GigabitEthernet0/${row}`),
      [`${IF}.5.${row}`]: gauge(1_000_000_000),
      [`${IF}.7.${row}`]: integer(1),
      [`${IF}.8.${row}`]: integer(1),
      [`${IF}.10.${row}`]: counter32(10 * row),
      [`${IF}.14.${row}`]: counter32(row),
      [`${IF}.16.${row}`]: counter32(20 * row),
      [`${IF}.20.${row}`]: counter32(0),
      [`${IFX}.1.${row}`]: octets(`Gi0/${row}`),
      [`${IFX}.6.${row}`]: counter64(2n ** 40n * BigInt(row)),
      [`${IFX}.10.${row}`]: counter64(2n ** 41n * BigInt(row)),
      [`${IFX}.15.${row}`]: gauge(10_000),
      [`${IFX}.18.${row}`]: octets(`to neighbour ${row}`),
    });
  }
});

afterEach(async () => {
  reader.close();
  await agent.close();
});

/** True when an object below this OID was looked at since `looks` was emptied. */
const lookedAt = (oid: string) => looks.some((look) => look.startsWith(`${oid}.`));

describe('interfaces', () => {
  test('are read with names, speeds, states and 64-bit counters', async () => {
    await start();
    const reading = await reader.read();
    expect(reading).toMatchObject({
      device: 'd',
      time: now,
      sysName: 'router-1',
      sysDescr: 'A router',
      profile: 'generic',
    });
    expect(reading).toMatchObject({ sysObjectID: '1.3.6.1.4.1.99999.1', uptimeSeconds: 5000, errors: [] });
    expect(reading.responseMilliseconds).toBeGreaterThan(0);
    expect(reading.interfaces[1]).toEqual({
      index: '2',
      name: 'Gi0/2',
      alias: 'to neighbour 2',
      speedBitsPerSecond: 10_000_000_000,
      adminStatus: 'up',
      operStatus: 'up',
      inOctets: 2n ** 41n,
      outOctets: 2n ** 42n,
      octetBits: 64,
      inErrors: 2n,
      outErrors: 0n,
      discontinuity: null,
    });
  });

  test('without 64-bit counters, or with ones that stand still beside 32-bit ones, are read with 32-bit ones', async () => {
    objects.delete(`${IFX}.6.1`);
    objects.delete(`${IFX}.10.1`);
    set({ [`${IFX}.6.2`]: counter64(0n), [`${IFX}.10.2`]: counter64(0n) });
    await start();
    const { interfaces } = await reader.read();
    expect(interfaces.map(({ inOctets, outOctets, octetBits }) => [inOctets, outOctets, octetBits])).toEqual([
      [10n, 20n, 32],
      [20n, 40n, 32],
    ]);
  });

  test('without any traffic yet are read with 64-bit counters', async () => {
    for (const column of [`${IFX}.6.1`, `${IFX}.10.1`]) set({ [column]: counter64(0n) });
    for (const column of [`${IF}.10.1`, `${IF}.16.1`]) set({ [column]: counter32(0) });
    await start();
    expect((await reader.read()).interfaces[0]).toMatchObject({ inOctets: 0n, outOctets: 0n, octetBits: 64 });
  });

  test('with 32-bit counters tell when those began anew, the others are not asked', async () => {
    for (const row of [1, 2]) set({ [`${IFX}.19.${row}`]: { type: 'ticks', value: 100 * row } });
    await start();
    await reader.read();
    looks = [];
    expect((await reader.read()).interfaces.map(({ discontinuity }) => discontinuity)).toEqual([null, null]);
    expect(lookedAt(`${IFX}.19`)).toBe(false);
    objects.delete(`${IFX}.6.1`);
    now += 600_000;
    expect((await reader.read()).interfaces.map(({ discontinuity }) => discontinuity)).toEqual([100, 200]);
  });

  test('without ifName, or with an empty one, take ifDescr for a name', async () => {
    set({ [`${IFX}.1.1`]: octets('') });
    await start();
    expect((await reader.read()).interfaces.map(({ name }) => name)).toEqual(['GigabitEthernet0/1', 'Gi0/2']);
    objects.delete(`${IFX}.1.1`);
    objects.delete(`${IFX}.1.2`);
    now += 600_000;
    expect((await reader.read()).interfaces.map(({ name }) => name)).toEqual([
      'GigabitEthernet0/1',
      'GigabitEthernet0/2',
    ]);
  });

  test.each([
    [gauge(0), gauge(100_000_000), 100_000_000],
    [gauge(0), gauge(2 ** 32 - 1), null],
    [gauge(100_000), gauge(2 ** 32 - 1), 100_000_000_000],
    [gauge(0), gauge(0), null],
    [undefined, gauge(64_000), 64_000],
  ])('ifHighSpeed %o and ifSpeed %o make a speed of %s', async (high, low, expected) => {
    objects.delete(`${IFX}.15.1`);
    if (high) set({ [`${IFX}.15.1`]: high });
    set({ [`${IF}.5.1`]: low });
    await start();
    expect((await reader.read()).interfaces[0]!.speedBitsPerSecond).toBe(expected);
  });
});

describe('what seldom changes', () => {
  const ALIAS = `${IFX}.18`;

  beforeEach(async () => {
    await start();
    await reader.read();
    looks = [];
  });

  test('is read again after ten minutes of the clock, not before', async () => {
    set({ [`${ALIAS}.1`]: octets('renamed') });
    now += 599_999;
    expect((await reader.read()).interfaces[0]!.alias).toBe('to neighbour 1');
    expect(lookedAt(ALIAS)).toBe(false);
    now += 1;
    expect((await reader.read()).interfaces[0]!.alias).toBe('renamed');
  });

  test.each([
    ['the device has restarted', { '1.3.6.1.2.1.1.3.0': { type: 'ticks', value: 100 } }],
    ['a state has changed', { [`${IF}.8.1`]: integer(2) }],
    ['a name has changed', { [`${IFX}.1.1`]: octets('Te0/1') }],
    ['an interface has come', { [`${IF}.8.3`]: integer(1) }],
  ] as const)('is read again at once when %s', async (_, change) => {
    set({ [`${ALIAS}.1`]: octets('renamed'), ...(change as Readonly<Record<string, SnmpValue>>) });
    expect((await reader.read()).interfaces[0]!.alias).toBe('renamed');
    looks = [];
    await reader.read();
    expect(lookedAt(ALIAS)).toBe(false);
  });

  test.each([
    ['ifTableLastChange', '1.3.6.1.2.1.31.1.5.0', { type: 'ticks', value: 100 }, { type: 'ticks', value: 499_000 }],
    ['ifNumber', '1.3.6.1.2.1.2.1.0', integer(2), integer(3)],
    ['entLastChangeTime', '1.3.6.1.2.1.47.1.4.1.0', { type: 'ticks', value: 0 }, { type: 'ticks', value: 490_000 }],
  ] as const)('is read again soon when %s changes, but not at every poll', async (_, mark, before, after) => {
    set({ [mark]: before });
    await start();
    await reader.read();
    now += 60_000;
    set({ [mark]: after, [`${IFX}.18.1`]: octets('moved') });
    looks = [];
    expect((await reader.read()).interfaces[0]!.alias).toBe('to neighbour 1');
    expect(lookedAt(`${IFX}.18`)).toBe(false);
    now += 60_000;
    expect((await reader.read()).interfaces[0]!.alias).toBe('moved');
    now += 120_000;
    looks = [];
    await reader.read();
    expect(lookedAt(`${IFX}.18`)).toBe(false);
  });

  test('does not hold back what changes all the time', async () => {
    set({ [`${IFX}.6.1`]: counter64(7n), [`${IF}.14.1`]: counter32(9) });
    now += 60_000;
    const { time, interfaces } = await reader.read();
    expect(time).toBe(now);
    expect(interfaces[0]).toMatchObject({ inOctets: 7n, inErrors: 9n });
  });
});

describe('components', () => {
  const LOAD = '1.3.6.1.2.1.25.3.3.1.2';

  test('are found by the profile and read at every poll', async () => {
    set({ [`${LOAD}.1`]: integer(16), [`${LOAD}.2`]: integer(17) });
    await start();
    expect((await reader.read()).cpu).toEqual([
      { index: '1', description: 'Processor 1', percent: 16 },
      { index: '2', description: 'Processor 2', percent: 17 },
    ]);
    set({ [`${LOAD}.2`]: integer(99) });
    expect((await reader.read()).cpu[1]!.percent).toBe(99);
  });

  test('that lose their value show none, and are looked for again next time', async () => {
    set({ [`${LOAD}.1`]: integer(16), [`${LOAD}.2`]: integer(17) });
    await start();
    await reader.read();
    objects.delete(`${LOAD}.1`);
    expect((await reader.read()).cpu.map(({ percent }) => percent)).toEqual([null, 17]);
    expect((await reader.read()).cpu.map(({ index }) => index)).toEqual(['2']);
  });

  test('of a fallback table are read only where the tables before it gave nothing', async () => {
    set({ '1.3.6.1.4.1.2021.11.11.0': integer(30) });
    await start();
    expect((await reader.read()).cpu).toEqual([{ index: '0', description: 'Processor', percent: 70 }]);
    set({ [`${LOAD}.1`]: integer(16) });
    now += 600_000;
    expect((await reader.read()).cpu.map(({ percent }) => percent)).toEqual([16]);
  });

  test('of tables with the same fallback are read together', async () => {
    const HEALTH = '1.3.6.1.4.1.14988.1.1.3';
    set({ [`${HEALTH}.10.0`]: integer(350), [`${HEALTH}.11.0`]: integer(440) });
    await start('mikrotik-routeros');
    expect((await reader.read()).temperature.map(({ description, celsius }) => [description, celsius])).toEqual([
      ['Board', 35],
      ['Processor', 44],
    ]);
  });

  test('that a profile has no table for are found by the standard MIBs', async () => {
    set({ [`${LOAD}.1`]: integer(16) });
    await start('apc-ups');
    expect((await reader.read()).cpu.map(({ percent }) => percent)).toEqual([16]);
  });

  test('of memory leave out of what is used what is given back, and show that apart', async () => {
    const STORAGE = '1.3.6.1.2.1.25.2.3.1';
    const row = (index: number, name: string, size: number, used: number) =>
      set({
        [`${STORAGE}.2.${index}`]: { type: 'oid', value: parseOid(`1.3.6.1.2.1.25.2.1.${index === 1 ? 2 : 1}`)! },
        [`${STORAGE}.3.${index}`]: octets(name),
        [`${STORAGE}.4.${index}`]: integer(1024),
        [`${STORAGE}.5.${index}`]: integer(size),
        [`${STORAGE}.6.${index}`]: integer(used),
      });
    row(1, 'Physical memory', 1000, 900);
    row(6, 'Memory buffers', 1000, 100);
    row(7, 'Cached memory', 500, 500);
    await start();
    const { memory } = await reader.read();
    expect(memory.map(({ description, usedPercent, reclaimable }) => [description, usedPercent, reclaimable])).toEqual([
      ['Physical memory', 30, undefined],
      ['Memory buffers', 10, true],
      ['Cached memory', 50, true],
    ]);
  });

  test('take their names from the table that their row points to', async () => {
    const CPU = '1.3.6.1.4.1.9.9.109.1.1.1.1';
    set({
      [`${CPU}.2.7`]: integer(1001),
      [`${CPU}.8.7`]: gauge(53),
      '1.3.6.1.2.1.47.1.1.1.1.7.1001': octets('Slot 1'),
    });
    await start('cisco-ios');
    expect((await reader.read()).cpu).toEqual([{ index: '7', description: 'Slot 1', percent: 53 }]);
  });

  test('of two tables with the same index are told apart by the OID', async () => {
    const GAUGE = '1.3.6.1.4.1.14988.1.1.3.100.1';
    const OPTICAL = '1.3.6.1.4.1.14988.1.1.19.1.1';
    set({
      [`${GAUGE}.2.14`]: octets('board'),
      [`${GAUGE}.3.14`]: integer(45),
      [`${GAUGE}.4.14`]: integer(1),
      [`${OPTICAL}.2.14`]: octets('sfp14'),
      [`${OPTICAL}.6.14`]: integer(38),
    });
    await start('mikrotik-routeros');
    expect((await reader.read()).temperature).toEqual([
      { index: '14', description: 'board', celsius: 45 },
      { index: `${OPTICAL}.6.14`, description: 'sfp14', celsius: 38 },
    ]);
  });
});

test('an uptime that has wrapped is told in full by the time of the SNMP engine, which is not asked before', async () => {
  const engineTime = '1.3.6.1.6.3.10.2.1.3.0';
  set({ [engineTime]: integer(5000) });
  await start();
  await reader.read();
  looks = [];
  expect((await reader.read()).uptimeSeconds).toBe(5000);
  expect(looks).not.toContain(engineTime);
  set({ [engineTime]: integer(2 * 42_949_672 + 5000) });
  now += 600_000;
  const wraps = (2 * 2 ** 32) / 100;
  expect((await reader.read()).uptimeSeconds).toBe(wraps + 5000);
  expect((await reader.read()).uptimeSeconds).toBe(wraps + 5000);
});

test('speeds that are known better count in the place of what interfaces tell', async () => {
  await start(undefined, [{ name: 'Gi0/2', bitsPerSecond: 5e6 }]);
  const { interfaces } = await reader.read();
  expect(interfaces.map(({ speedBitsPerSecond }) => speedBitsPerSecond)).toEqual([10_000_000_000, 5e6]);
});

describe('sensors', () => {
  const HEALTH = '1.3.6.1.4.1.14988.1.1.3';
  const OPTICAL = '1.3.6.1.4.1.14988.1.1.19.1.1';

  test('are read at every poll, those of slow tables every ten minutes, and say when', async () => {
    set({
      [`${HEALTH}.8.0`]: integer(241),
      [`${OPTICAL}.2.1`]: octets('sfp1'),
      [`${OPTICAL}.10.1`]: integer(-7500),
    });
    await start('mikrotik-routeros');
    const found = now;
    const voltage = { kind: 'voltage', index: '0', description: 'Supply' };
    const optical = { kind: 'optical', index: '1', description: 'sfp1 receive' };
    expect((await reader.read()).sensors).toEqual([
      { ...voltage, value: 24.1 },
      { ...optical, value: -7.5, readAt: found },
    ]);
    set({ [`${HEALTH}.8.0`]: integer(239), [`${OPTICAL}.10.1`]: integer(-9000) });
    now += 60_000;
    looks = [];
    expect((await reader.read()).sensors).toEqual([
      { ...voltage, value: 23.9 },
      { ...optical, value: -7.5, readAt: found },
    ]);
    expect(lookedAt(OPTICAL)).toBe(false);
    now = found + 600_000;
    expect((await reader.read()).sensors[1]).toEqual({ ...optical, value: -9, readAt: now });
  });

  test('have the limits that the device tells', async () => {
    const SENSOR = '1.3.6.1.4.1.9.9.91.1.1.1.1';
    const THRESHOLD = '1.3.6.1.4.1.9.9.91.1.2.1.1';
    set({
      ...{ [`${SENSOR}.1.7`]: integer(8), [`${SENSOR}.2.7`]: integer(9), [`${SENSOR}.3.7`]: integer(0) },
      ...{ [`${SENSOR}.4.7`]: integer(41), [`${SENSOR}.5.7`]: integer(1) },
      ...{ [`${THRESHOLD}.3.7.1`]: integer(4), [`${THRESHOLD}.4.7.1`]: integer(60) },
      ...{ [`${THRESHOLD}.3.7.2`]: integer(4), [`${THRESHOLD}.4.7.2`]: integer(75) },
    });
    await start('cisco-ios');
    expect((await reader.read()).temperature).toEqual([
      { index: '7', description: 'Sensor 7', celsius: 41, limits: { highWarning: 60, highCritical: 75 } },
    ]);
  });
});

test('a name that cannot be resolved leaves the device unreachable', async () => {
  await start();
  const options = { port: 161, credentials: [v2c('public')], timeout: 100, retries: 0, clock, profiles };
  const other = createDeviceReader({ device: 'd', address: 'no-such-host.invalid', ...options });
  await expect(other.read()).rejects.toMatchObject({
    code: 'DEVICE_UNREACHABLE',
    message: expect.stringContaining('no-such-host.invalid'),
  });
  other.close();
});

test('an unknown profile is refused at once', async () => {
  await start();
  const options = {
    address: '127.0.0.1',
    port: 161,
    credentials: [v2c('public')],
    timeout: 100,
    retries: 0,
    clock,
    profiles,
  };
  expect(() => createDeviceReader({ device: 'd', profile: 'cisco', ...options })).toThrow(/profile: found cisco/);
});

describe('a profile that is set for the device', () => {
  const LOAD = '1.3.6.1.4.1.2021.11.11.0';
  const linux = () => ({ type: 'oid', value: parseOid('1.3.6.1.4.1.8072.3.2.10')! }) as const;

  test('is known to be wrong when it finds nothing and another finds something', async () => {
    set({ '1.3.6.1.2.1.1.2.0': linux(), [LOAD]: integer(70) });
    await start('cisco-ios');
    expect(await reader.read()).toMatchObject({
      profile: 'cisco-ios',
      fittingProfile: 'linux',
      cpu: [{ percent: 30 }],
    });
  });

  test('is not known to be wrong when another finds nothing either, or when it finds something', async () => {
    for (const [oid] of objects) if (/^1\.3\.6\.1\.2\.1\.(25|99)|^1\.3\.6\.1\.4\.1/.test(oid)) objects.delete(oid);
    set({ '1.3.6.1.2.1.1.2.0': linux() });
    await start('cisco-ios');
    expect(await reader.read()).not.toHaveProperty('fittingProfile');
    reader.close();
    await agent.close();
    set({ [LOAD]: integer(70) });
    await start('generic');
    expect(await reader.read()).not.toHaveProperty('fittingProfile');
  });
});
