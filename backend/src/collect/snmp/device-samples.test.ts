import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Component, Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import { type Batch, seriesKey } from '../../model/series.ts';
import { createDeviceSamples } from './device-samples.ts';

const MINUTE = 60_000;
const device: Device = {
  id: 'edge',
  name: 'Edge',
  address: '192.0.2.10',
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod: MINUTE,
};

const port = (index: string, name: string, octets: bigint, rest: Partial<InterfaceReading> = {}): InterfaceReading => ({
  index,
  name,
  alias: '',
  speedBitsPerSecond: 1e9,
  adminStatus: 'up',
  operStatus: 'up',
  inOctets: octets,
  outOctets: null,
  octetBits: 64,
  inErrors: null,
  outErrors: null,
  ...rest,
});

const reading = (time: number, uptimeSeconds: number | null, rest: Partial<DeviceReading> = {}): DeviceReading => ({
  device: device.id,
  time,
  sysName: 'edge',
  sysDescr: null,
  sysObjectID: null,
  profile: 'standard',
  uptimeSeconds,
  responseMilliseconds: 4,
  cpu: [],
  memory: [],
  temperature: [],
  sensors: [],
  interfaces: [],
  errors: [],
  ...rest,
});

/** An inventory in memory, which counts how often it was written. */
function memoryInventory() {
  const kept = new Map<string, readonly Component[]>();
  let saves = 0;
  return {
    components: (id: string) => kept.get(id) ?? [],
    save(id: string, components: readonly Component[]) {
      kept.set(id, components);
      saves++;
    },
    saves: () => saves,
  };
}

/** The samples of a batch by series key and time. */
function collect(into: Map<string, Map<number, number>>, batch: Batch): void {
  for (const { series, times, values } of batch) {
    const key = seriesKey(series);
    if (!into.has(key)) into.set(key, new Map());
    for (const [at, time] of times.entries()) into.get(key)!.set(time, values[at]!);
  }
}

const inBits = (component: string) => `interface,component=${component},device=edge in_bits_per_second`;

describe('an answer', () => {
  test('becomes samples of its minute under the ids of its components, and values that are missing are left out', () => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    const { batch, notes } = samples.answered(
      reading(5 * MINUTE + 2000, 100, {
        cpu: [{ index: '1', description: 'CPU', percent: 12 }],
        memory: [{ index: '7', description: '', usedPercent: 50, usedBytes: 1, totalBytes: 2 }],
        temperature: [
          { index: '1', description: 'inlet', celsius: 31.5 },
          { index: '2', description: 'outlet', celsius: null },
        ],
      }),
      5 * MINUTE + 1000,
      6 * MINUTE + 1000,
    );
    expect(batch.map(({ series, times, values }) => [seriesKey(series), times, values])).toEqual([
      ['cpu,component=CPU,device=edge load', [5 * MINUTE], [12]],
      ['memory,component=7,device=edge used', [5 * MINUTE], [50]],
      ['temperature,component=inlet,device=edge celsius', [5 * MINUTE], [31.5]],
      ['device,device=edge answered', [5 * MINUTE], [1]],
      ['device,device=edge response_time', [5 * MINUTE], [4]],
    ]);
    expect(notes).toEqual([]);
    expect(samples.components().map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'cpu CPU',
      'memory 7',
      'temperature inlet',
      'temperature outlet',
    ]);
  });

  test('is written to the inventory only when a component changed', () => {
    const inventory = memoryInventory();
    const samples = createDeviceSamples(device, inventory, undefined);
    for (const minute of [1, 2, 3]) {
      samples.answered(reading(minute * MINUTE, minute * 60, { interfaces: [port('1', 'a', 1n)] }), minute * MINUTE, 0);
    }
    expect(inventory.saves()).toBe(1);
    samples.answered(reading(4 * MINUTE, 240, { interfaces: [port('2', 'a', 1n)] }), 4 * MINUTE, 0);
    expect(inventory.saves()).toBe(2);
    expect(inventory.components('edge')).toEqual(samples.components());
  });

  test('that does not come is a 0 in its minute', () => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    expect(samples.failed(0, 5 * MINUTE + 1000, 6 * MINUTE + 1000)).toMatchObject([
      { series: { field: 'answered' }, times: [5 * MINUTE], values: [0] },
    ]);
    expect(samples.failed(undefined, 6 * MINUTE + 1000, 7 * MINUTE + 1000)).toEqual([]);
  });
});

describe('what cannot be measured is a gap, and is said', () => {
  const notesOf = (first: InterfaceReading, second: InterfaceReading) => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    samples.answered(reading(0, 100, { interfaces: [first] }), 0, MINUTE);
    const { batch, notes } = samples.answered(reading(MINUTE, 160, { interfaces: [second] }), MINUTE, 2 * MINUTE);
    expect(batch.some(({ series }) => series.measurement === 'interface')).toBe(false);
    return notes;
  };

  test('a counter that leaps beyond the speed', () => {
    expect(notesOf(port('1', 'ge-1', 0n), port('1', 'ge-1', 10n ** 13n))).toEqual([
      'ge-1: a counter rose faster than its speed of 1000 Mbit/s allows; check the speed set on the device',
    ]);
  });

  test('a 32-bit counter on a link that wraps it within a poll', () => {
    const slow = (octets: bigint) => port('1', 'ge-1', octets, { octetBits: 32 });
    expect(notesOf(slow(0n), slow(10n))).toEqual([expect.stringContaining('shorten poll_period')]);
  });

  test('a counter that was reset needs no words', () => {
    expect(notesOf(port('1', 'ge-1', 10n ** 12n), port('1', 'ge-1', 10n))).toEqual([]);
  });
});

test('an interface that comes back under another number goes on, one that was away has a gap', () => {
  const samples = createDeviceSamples(device, memoryInventory(), undefined);
  const seen = new Map<string, Map<number, number>>();
  const rows = [
    [port('1', 'a', 0n), port('2', 'b', 0n)],
    [port('2', 'a', 600n), port('1', 'b', 6_000n)],
    [port('2', 'a', 1200n)],
    [port('2', 'a', 1800n), port('1', 'b', 18_000n)],
    [port('2', 'a', 2400n), port('1', 'b', 24_000n)],
  ];
  rows.forEach((interfaces, minute) => {
    const { batch } = samples.answered(
      reading(minute * MINUTE, 1000 + minute * 60, { interfaces }),
      minute * MINUTE,
      (minute + 1) * MINUTE,
    );
    collect(seen, batch);
  });
  expect([...seen.get(inBits('a'))!]).toEqual([0, 1, 2, 3].map((minute) => [minute * MINUTE, 80]));
  expect([...seen.get(inBits('b'))!]).toEqual([0, 3].map((minute) => [minute * MINUTE, 800]));
});

describe('the sum of rates', () => {
  /** What happens before or at a poll. */
  const event = fc.record({
    kind: fc.constantFrom('answer', 'answer', 'answer', 'answer', 'miss', 'restart', 'renumber', 'clear', 'leap'),
    late: fc.integer({ min: 0, max: 900 }),
    load: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const link = fc.record({
    bits: fc.constantFrom(32 as const, 64 as const),
    speed: fc.constantFrom(10e6, 100e6, 1e9, 10e9, 100e9),
    start: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  });
  /** From this speed on a 32-bit counter may wrap twice between two polls. */
  const AMBIGUOUS = 500e6;
  /** Seconds after which an uptime wraps. */
  const WRAP = 2 ** 32 / 100;

  test('is the true traffic of every interface, and a gap where a poll was missed, counters began anew or our clock leapt', () => {
    fc.assert(
      fc.property(
        fc.array(link, { minLength: 1, maxLength: 4 }),
        fc.array(event, { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 0, max: 54_000 }),
        fc.constantFrom(1000, WRAP - 600, WRAP - 90),
        (links, events, phase, uptimeBefore) => {
          const samples = createDeviceSamples(device, memoryInventory(), undefined);
          const seen = new Map<string, Map<number, number>>();
          const counters = links.map(({ start, bits }) => start % 2n ** BigInt(bits));
          const discontinuities = links.map(() => 0);
          const order = links.map((_, at) => at);
          let booted = -uptimeBefore * 1000;
          /** How far our clock is ahead of the device's. */
          let ahead = 0;
          let previous: { time: number; good: boolean } | undefined;
          const intervals: { from: number; to: number; good: boolean[]; octets: bigint[] }[] = [];

          events.forEach(({ kind, late, load }, number) => {
            if (kind === 'leap') ahead += Math.ceil(1 + load * 20) * MINUTE;
            const asked = number * MINUTE + phase + ahead;
            const time = asked + late;
            const elapsed = previous
              ? time - previous.time - (kind === 'leap' ? Math.ceil(1 + load * 20) * MINUTE : 0)
              : 0;
            const deviceTime = time - ahead;
            if (kind === 'restart') {
              const uptime = (late / 900) * Math.max(0, elapsed - 12_000);
              // A device that restarts just as its uptime wraps says nothing that tells one from the other.
              fc.pre(Math.abs((((deviceTime - booted) / 1000) % WRAP) - uptime / 1000) > 10);
              booted = deviceTime - uptime;
            }
            if (kind === 'renumber') order.push(order.shift()!);
            const cleared = kind === 'clear' ? Math.floor(load * links.length * 0.99) : -1;
            const octets = links.map(({ share, speed }) => BigInt(Math.floor((speed / 8000) * share * load * elapsed)));
            octets.forEach((amount, at) => {
              const { bits } = links[at]!;
              const anew = kind === 'restart' || (cleared === at && bits === 32);
              if (anew) discontinuities[at] = kind === 'restart' ? 0 : number + 1;
              counters[at] = ((anew ? 0n : counters[at]!) + amount) % 2n ** BigInt(bits);
            });
            if (previous) {
              const good = previous.good && kind !== 'miss' && kind !== 'restart' && kind !== 'leap';
              const each = links.map(({ bits }, at) => good && !(cleared === at && bits === 32));
              intervals.push({ from: previous.time, to: time, good: each, octets });
            }
            previous = { time, good: kind !== 'miss' };
            if (kind === 'miss') {
              collect(seen, samples.failed(0, asked, asked + MINUTE));
              return;
            }
            const interfaces = order.map((at, position) => {
              const { bits, speed } = links[at]!;
              const discontinuity = bits === 32 ? discontinuities[at]! : null;
              const rest = { octetBits: bits, speedBitsPerSecond: speed, discontinuity };
              return port(`${position + 1}`, `link-${at}`, counters[at]!, rest);
            });
            const answer = reading(time, ((deviceTime - booted) / 1000) % WRAP, { interfaces });
            collect(seen, samples.answered(answer, asked, asked + MINUTE).batch);
          });

          const end = intervals.at(-1)!.to;
          links.forEach(({ bits, speed }, at) => {
            const published = seen.get(inBits(`link-${at}`)) ?? new Map<number, number>();
            for (const value of published.values()) {
              expect(value).toBeGreaterThanOrEqual(0);
              expect(value).toBeLessThanOrEqual(speed * 1.1 + 10_000);
            }
            if (bits === 32 && speed > AMBIGUOUS) return;
            for (let minute = 0; minute + MINUTE <= end; minute += MINUTE) {
              const parts = intervals.filter(({ from, to }) => from < minute + MINUTE && to > minute);
              const overlap = ({ from, to }: { from: number; to: number }) =>
                Math.min(to, minute + MINUTE) - Math.max(from, minute);
              const known = parts.filter(({ good }) => good[at]);
              const covered = known.reduce((sum, part) => sum + overlap(part), 0);
              const truth = known.reduce(
                (sum, part) => sum + (Number(part.octets[at]) * overlap(part)) / (part.to - part.from),
                0,
              );
              const value = published.get(minute);
              if (covered < MINUTE / 2) expect(value).toBeUndefined();
              else expect(Math.abs((value! / 8) * (covered / 1000) - truth)).toBeLessThanOrEqual(truth * 1e-6 + 1e-6);
            }
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is no spike when our clock is set back, whatever the uptime tells', () => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    const seen = new Map<string, Map<number, number>>();
    const steady = 50_000_000n;
    let ahead = 0;
    for (let number = 0; number < 20; number++) {
      if (number === 10) ahead = -35_000;
      const time = number * MINUTE + ahead;
      const row = port('1', 'link', BigInt(number) * 60n * steady);
      collect(
        seen,
        samples.answered(reading(time, 5000 + number * 60, { interfaces: [row] }), time, time + MINUTE).batch,
      );
    }
    const values = [...seen.get(inBits('link'))!.values()];
    expect(values.length).toBeGreaterThan(15);
    for (const value of values) expect(value).toBe(Number(steady) * 8);
  });
});

test('memory that is given back when it is short is neither a component nor a series', () => {
  const samples = createDeviceSamples(device, memoryInventory(), undefined);
  const pool = { index: '1', description: 'Physical memory', usedPercent: 30, usedBytes: null, totalBytes: null };
  const cache = { ...pool, index: '7', description: 'Cached memory', usedPercent: 95, reclaimable: true };
  const cpu = [{ index: '1', description: 'Processor', percent: 7 }];
  const temperature = [{ index: '1', description: 'Board', celsius: 40 }];
  const { batch } = samples.answered(reading(0, 1, { cpu, memory: [cache, pool], temperature }), 0, MINUTE);
  const values = batch.flatMap(({ series, values: [value] }) =>
    series.tags.component === undefined ? [] : [[series.measurement, series.tags.component, value]],
  );
  expect(values).toEqual([
    ['cpu', 'Processor', 7],
    ['memory', 'Physical memory', 30],
    ['temperature', 'Board', 40],
  ]);
});

describe('sensors', () => {
  const optical = (value: number, readAt?: number) =>
    ({ kind: 'optical', index: '1', description: 'sfp1', value, ...(readAt !== undefined && { readAt }) }) as const;

  test('become series of their kind, in its unit', () => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    const { batch } = samples.answered(reading(0, 1, { sensors: [optical(-7.5)] }), 0, MINUTE);
    const [block] = batch.filter(({ series }) => series.measurement === 'optical');
    expect(block).toMatchObject({
      series: { tags: { device: 'edge', component: 'sfp1' }, field: 'dbm', unit: 'dbm', step: MINUTE },
      times: [0],
      values: [-7.5],
    });
  });

  test('that are not read at every poll count once each, in steps of a quarter of an hour', () => {
    const samples = createDeviceSamples(device, memoryInventory(), undefined);
    const blocks: Batch[number][] = [];
    for (let at = 0; at < 31; at++) {
      const readAt = Math.floor(at / 10) * 10 * MINUTE;
      const sensors = [optical(-7 - readAt / MINUTE, readAt)];
      const { batch } = samples.answered(reading(at * MINUTE, at, { sensors }), at * MINUTE, (at + 1) * MINUTE);
      blocks.push(...batch.filter(({ series }) => series.measurement === 'optical'));
    }
    expect(blocks.map(({ series, times, values }) => [series.step, times, values])).toEqual([
      [15 * MINUTE, [0], [-12]],
      [15 * MINUTE, [15 * MINUTE], [-27]],
    ]);
  });
});
