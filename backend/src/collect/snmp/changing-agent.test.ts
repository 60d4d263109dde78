import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { DeviceReport } from '../../model/contracts/collector.ts';
import { v2c } from '../../model/credentials.ts';
import type { Device } from '../../model/device.ts';
import { seriesKey } from '../../model/series.ts';
import { createAgent } from '../../simulate/agent/agent.ts';
import { createMibView, type MibObject } from '../../simulate/agent/mib-view.ts';
import { randomOf } from '../../simulate/random.ts';
import { createCounterMemory } from '../../state/counter-memory.ts';
import { openMemoryState } from '../../state/database.ts';
import { createInventory } from '../../state/inventory.ts';
import { manualClock } from '../../test/manual-clock.ts';
import { createPoller } from './poller.ts';
import { loadProfiles } from './profiles/load.ts';
import { createDeviceReader } from './read.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 28_333_333 * MINUTE;

/** An interface of the changing device, with traffic that swings in an hour around a mean of octets per second. */
interface Port {
  readonly name: string;
  readonly bits: 32 | 64;
  readonly speed: number;
  readonly mean: number;
  /** Where its counter stood at the start. */
  readonly offset: bigint;
}

const PORTS: readonly Port[] = [
  { name: 'xe-0/0/1', bits: 64, speed: 10e9, mean: 500e6, offset: 2n ** 60n + 12_345n },
  { name: 'xe-0/0/2', bits: 64, speed: 1e9, mean: 3e6, offset: 2n ** 64n - 10_000_000_000n },
  { name: 'fa-1', bits: 32, speed: 100e6, mean: 7e6, offset: 4_000_000_000n },
  { name: 'fa-2', bits: 32, speed: 100e6, mean: 2e3, offset: 0n },
];

/** Octets that a port has truly moved since the start. */
function trueOctets({ mean }: Port, time: number): number {
  const angle = (2 * Math.PI * (time - START)) / HOUR;
  return mean * ((time - START) / 1000 - (0.5 * (HOUR / 1000) * (Math.cos(angle) - 1)) / (2 * Math.PI));
}

/** A device whose counters, numbers and uptime change with a clock and on demand, answering on loopback. */
async function changingDevice(lost: number) {
  const random = randomOf(7);
  let reads = 0;
  const clock = manualClock(START, async () => {
    await turn();
    while (reads > 0) await wait(1);
  });
  let booted = START - 100 * 24 * HOUR;
  let base = PORTS.map(({ offset }) => offset);
  let baseTime = START;
  let numbers = PORTS.map((_, at) => at + 1);

  const octets = (at: number) => {
    const port = PORTS[at]!;
    const moved = BigInt(Math.round(trueOctets(port, clock.now()) - trueOctets(port, baseTime)));
    return (base[at]! + moved) % 2n ** BigInt(port.bits);
  };
  const text = (value: string) => ({ type: 'octets' as const, value: Buffer.from(value) });
  const objects = (): MibObject[] => [
    { oid: [1, 3, 6, 1, 2, 1, 1, 1, 0], value: text('changing device') },
    {
      oid: [1, 3, 6, 1, 2, 1, 1, 3, 0],
      value: () => ({ type: 'ticks', value: Math.floor((clock.now() - booted) / 10) % 2 ** 32 }),
    },
    ...PORTS.flatMap(({ name, bits, speed }, at): MibObject[] => {
      const column = (table: 'if' | 'ifX', number: number, value: MibObject['value']): MibObject => {
        const head = table === 'if' ? [1, 3, 6, 1, 2, 1, 2, 2, 1] : [1, 3, 6, 1, 2, 1, 31, 1, 1, 1];
        return { oid: [...head, number, numbers[at]!], value };
      };
      const counter64 = (): MibObject['value'] => () => ({ type: 'counter64', value: octets(at) });
      const counter32 = (): MibObject['value'] => () => ({ type: 'counter32', value: Number(octets(at) % 2n ** 32n) });
      return [
        column('if', 2, text(name)),
        column('if', 7, { type: 'integer', value: 1 }),
        column('if', 8, { type: 'integer', value: 1 }),
        column('if', 5, { type: 'gauge32', value: Math.min(speed, 2 ** 32 - 1) }),
        column('if', 10, counter32()),
        column('if', 16, counter32()),
        column('ifX', 1, text(name)),
        column('ifX', 15, { type: 'gauge32', value: speed / 1e6 }),
        ...(bits === 64 ? [column('ifX', 6, counter64()), column('ifX', 10, counter64())] : []),
      ];
    }),
  ];
  let view = createMibView(objects());
  const agent = createAgent({
    tree: { get: (oid) => view.get(oid), next: (oid) => view.next(oid) },
    community: 'public',
    silent: () => random() < lost,
  });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const renumber = () => {
    numbers = numbers.map((number) => (number % PORTS.length) + 1);
    view = createMibView(objects());
  };
  return {
    clock,
    renumber,
    /** Boots for twenty seconds; all counters begin at 0, under other numbers. */
    async reboot() {
      await clock.advance(20_000);
      booted = clock.now();
      baseTime = clock.now();
      base = PORTS.map(() => 0n);
      renumber();
    },
    /** A reader that the clock waits for. */
    createReader: ({ id }: Device) => {
      const timeout = lost > 0 ? 100 : 10_000;
      const options = { device: id, address: host, port, credentials: [v2c('public')], timeout, retries: 1 };
      const reader = createDeviceReader({ ...options, clock, profiles: loadProfiles() });
      return {
        async read() {
          reads++;
          try {
            return await reader.read();
          } finally {
            reads--;
          }
        },
        close: () => reader.close(),
      };
    },
    close: () => agent.close(),
  };
}

const device: Device = {
  id: 'edge',
  name: 'edge',
  address: '127.0.0.1',
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod: MINUTE,
};

/** Polls a changing device through a scene; answers the reports, and the samples by series key and minute. */
async function polled(lost: number, scene: (changing: Scene) => Promise<void>) {
  const changing = await changingDevice(lost);
  const { clock } = changing;
  const { database, close } = openMemoryState();
  const reports: DeviceReport[] = [];
  const samples = new Map<string, Map<number, number>>();
  const inventory = createInventory(database);
  const start = () => {
    const memory = createCounterMemory(database, clock, (error) => expect.unreachable(String(error)));
    const { createReader } = changing;
    // Real milliseconds of a machine that may be busy: never slow here.
    const limits = { slowResponse: 60_000 };
    const poller = createPoller({ devices: [device], createReader, inventory, memory, clock, limits });
    const stop = new AbortController();
    const ended = poller.start(async (report) => {
      reports.push(report);
      for (const { series, times, values } of report.batch) {
        const known = samples.get(seriesKey(series)) ?? new Map<number, number>();
        samples.set(seriesKey(series), known);
        for (const [at, time] of times.entries()) known.set(time, values[at]!);
      }
    }, stop.signal);
    return async () => {
      stop.abort();
      await ended;
    };
  };
  let end = start();
  await scene({
    ...changing,
    advance: (duration) => clock.advance(duration),
    async restartPoller(absence) {
      await end();
      await clock.advance(absence);
      end = start();
    },
  });
  await end();
  await changing.close();
  close();
  return { reports, samples };
}

interface Scene {
  readonly renumber: () => void;
  readonly reboot: () => Promise<void>;
  readonly advance: (duration: number) => Promise<void>;
  readonly restartPoller: (absence: number) => Promise<void>;
}

/** Compares the octets in the minutes that have a sample with the truth in them; answers how many minutes have none. */
function comparedWithTruth({ samples }: { samples: ReadonlyMap<string, ReadonlyMap<number, number>> }): number[] {
  return PORTS.map((port) => {
    const known = samples.get(`interface,component=${port.name},device=edge in_bits_per_second`)!;
    let sum = 0;
    let truth = 0;
    for (const [minute, value] of known) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(port.mean * 8 * 1.6);
      sum += (value / 8) * 60;
      truth += trueOctets(port, minute + MINUTE) - trueOctets(port, minute);
    }
    expect(Math.abs(sum / truth - 1), port.name).toBeLessThan(0.001);
    const last = Math.max(...known.keys());
    return Math.round((last - Math.min(...known.keys())) / MINUTE) + 1 - known.size;
  });
}

describe('a device that changes, over UDP', () => {
  test('gives the true octets through wraps of 32 and 64 bits, without a gap', async () => {
    const result = await polled(0, ({ advance }) => advance(3 * HOUR));
    expect(comparedWithTruth(result)).toEqual([0, 0, 0, 0]);
    expect(result.reports.at(-1)).toMatchObject({ state: 'up', reason: '' });
    expect(result.reports.length).toBeGreaterThanOrEqual(180);
  }, 60_000);

  test('goes on under the same ids when its interfaces are renumbered', async () => {
    const result = await polled(0, async ({ advance, renumber }) => {
      for (let hour = 0; hour < 3; hour++) {
        await advance(HOUR);
        renumber();
      }
      await advance(10 * MINUTE);
    });
    expect(comparedWithTruth(result)).toEqual([0, 0, 0, 0]);
    expect(
      result.reports
        .at(-1)!
        .components.map(({ id }) => id)
        .toSorted(),
    ).toEqual(PORTS.map(({ name }) => name).toSorted());
  }, 60_000);

  test('has a gap of the interval in which it rebooted, renumbered, and no spike', async () => {
    const result = await polled(0, async ({ advance, reboot }) => {
      await advance(90 * MINUTE);
      await reboot();
      await advance(90 * MINUTE);
    });
    for (const gap of comparedWithTruth(result)) expect(gap).toBeLessThanOrEqual(2);
  }, 60_000);

  test('gives the true octets though 5 % of the packets are lost, with gaps only where polls were missed', async () => {
    const result = await polled(0.05, ({ advance }) => advance(3 * HOUR));
    const misses = result.reports.filter(({ reading }) => !reading || reading.errors.length > 0).length;
    for (const gap of comparedWithTruth(result)) expect(gap).toBeLessThanOrEqual(3 * misses);
  }, 120_000);

  test('has a gap no longer than the absence of the poller and one poll', async () => {
    const result = await polled(0, async ({ advance, restartPoller }) => {
      await advance(30 * MINUTE + 20_000);
      await restartPoller(3 * MINUTE);
      await advance(30 * MINUTE);
      await restartPoller(5000);
      await advance(30 * MINUTE);
    });
    for (const gap of comparedWithTruth(result)) expect(gap).toBeLessThanOrEqual(4);
  }, 60_000);

  test('has an uptime as old as its counters, however long reading names and speeds took before', async () => {
    let now = START;
    const booted = START - HOUR;
    const column = (number: number, value: MibObject['value']): MibObject => {
      return { oid: [1, 3, 6, 1, 2, 1, 2, 2, 1, number, 1], value };
    };
    const view = createMibView([
      {
        oid: [1, 3, 6, 1, 2, 1, 1, 3, 0],
        value: () => ({ type: 'ticks', value: Math.floor((now - booted) / 10) }),
      },
      column(2, { type: 'octets', value: Buffer.from('eth0') }),
      column(8, { type: 'integer', value: 1 }),
      column(10, { type: 'counter32', value: 1 }),
      column(16, { type: 'counter32', value: 1 }),
    ]);
    // Every variable of a walk takes half a second.
    const late = (work: () => ReturnType<typeof view.next>) => {
      now += 500;
      return work();
    };
    const agent = createAgent({
      tree: { get: (oid) => view.get(oid), next: (oid) => late(() => view.next(oid)) },
      community: 'public',
    });
    const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
    const options = { device: 'edge', address: host, port, credentials: [v2c('public')], timeout: 10_000, retries: 1 };
    const reader = createDeviceReader({
      ...options,
      clock: { now: () => now, sleep: () => Promise.resolve() },
      profiles: loadProfiles(),
    });
    const { time, uptimeSeconds, interfaces } = await reader.read();
    reader.close();
    await agent.close();
    expect(interfaces).toHaveLength(1);
    expect(now - START).toBeGreaterThan(20_000);
    expect(Math.abs((time - booted) / 1000 - uptimeSeconds!)).toBeLessThan(5);
  });
});
