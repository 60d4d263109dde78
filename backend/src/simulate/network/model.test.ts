import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, type Fault, type FaultKind } from '../../model/fault.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { zone } from '../../model/zone.ts';
import type { CourseFault } from './fault-course.ts';
import { createNetworkModel } from './model.ts';
import { BLUEPRINTS, DEMO_DEVICES, type Port } from './topology.ts';

const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T20:00:00Z');
const place = zone('Europe/Ulyanovsk');
const modelWith = (faults: readonly CourseFault[], seed = 1) =>
  createNetworkModel({ seed, subscribers: 300, zone: place, faults: () => faults });
const device = (id: string) => BLUEPRINTS.find((blueprint) => blueprint.id === id)!;
const fault = (kind: FaultKind, id: string, length = 4 * HOUR): Fault => {
  return { id: 'fault-1', kind, device: id, from: START, to: START + length };
};
/** Percent of the speed of the uplink that comes in. */
const load = (model: ReturnType<typeof createNetworkModel>, id: string, time: number) => {
  const [port] = device(id).ports;
  return (800 * model.rate(device(id), port, time).incoming) / port.speed;
};

const anyFault: fc.Arbitrary<Fault> = fc
  .record({
    kind: fc.constantFrom(...FAULT_KINDS),
    place: fc.nat(),
    from: fc.integer({ min: -HOUR, max: 2 * HOUR }),
    length: fc.integer({ min: 1, max: 3 * HOUR }),
  })
  .map(({ kind, place: position, from, length }) => {
    const able = DEMO_DEVICES.filter(({ faults }) => faults.includes(kind));
    const { id } = able[position % able.length]!;
    return { id: `fault-${position}`, kind, device: id, from: START + from, to: START + from + length };
  });

describe('the traffic of the demo network', () => {
  test('is counted within a thousandth of its rates, whatever breaks and whenever somebody looks', () => {
    fc.assert(
      fc.property(
        fc.array(anyFault, { maxLength: 3 }),
        fc.array(fc.nat({ max: 3 * HOUR }), { maxLength: 10 }),
        fc.constantFrom(...BLUEPRINTS),
        (faults, looks, blueprint) => {
          const model = modelWith(faults);
          const meter = model.meter(START);
          for (const look of looks.toSorted((a, b) => a - b)) meter.advance(START + look);
          meter.advance(START + 3 * HOUR);
          for (const port of blueprint.ports) {
            let incoming = 0;
            let outgoing = 0;
            for (let time = START + 500; time < START + 3 * HOUR; time += 2000) {
              const rate = model.rate(blueprint, port, time);
              incoming += 2 * rate.incoming;
              outgoing += 2 * rate.outgoing;
            }
            const counted = meter.flow(port);
            expect(Math.abs(counted.incoming / incoming - 1)).toBeLessThan(0.001);
            expect(Math.abs(counted.outgoing / outgoing - 1)).toBeLessThan(0.001);
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('is counted upwards only, even when a fault is ended or forgotten meanwhile', () => {
    let faults: readonly CourseFault[] = [fault('link-filling', 'access-1'), fault('bras-failure', 'bras-1')];
    const model = createNetworkModel({ seed: 1, subscribers: 300, zone: place, faults: () => faults });
    const meter = model.meter(START - HOUR);
    let last = new Map<Port, number>();
    for (let time = START - HOUR; time < START + 6 * HOUR; time += 7 * MINUTE) {
      if (time > START + 3 * HOUR) faults = faults.map((one) => ({ growth: 4 * HOUR, ...one, to: START + 3 * HOUR }));
      if (time > START + 5 * HOUR) faults = [];
      meter.advance(time);
      const now = new Map(BLUEPRINTS.flatMap(({ ports }) => ports.map((port) => [port, meter.flow(port).incoming])));
      for (const [port, octets] of last) expect(now.get(port)).toBeGreaterThanOrEqual(octets);
      last = now;
    }
  });

  test('adds up: what an aggregation device carries is what its access devices carry', () => {
    const model = modelWith([]);
    for (let time = START; time < START + DAY; time += 3 * HOUR) {
      const sum = [1, 2, 3, 4, 5].reduce((total, index) => total + load(model, `access-${index}`, time), 0);
      expect(load(model, 'agg-1', time)).toBeCloseTo(sum / 5, 6);
    }
  });

  test('has the rhythm of the week, and a network of few people still has traffic', () => {
    const model = modelWith([]);
    const [evening, night] = [Date.parse('2026-11-04T16:30:00Z'), Date.parse('2026-11-04T00:00:00Z')];
    expect(load(model, 'core-1', evening)).toBeGreaterThan(5 * load(model, 'core-1', night));
    const few = createNetworkModel({ seed: 1, subscribers: 3, zone: place, faults: () => [] });
    expect(few.rate(device('core-1'), device('core-1').ports[0], evening).incoming).toBeGreaterThan(0);
    expect(few.rate(device('access-1'), device('access-1').ports[0], evening).incoming).toBeGreaterThanOrEqual(0);
    expect(few.subscribers(device('core-1'))).toBe(3);
  });
});

test('a network without faults never comes near a threshold, and its links are well used', () => {
  for (const seed of [1, 2, 3]) {
    const model = modelWith([], seed);
    const peaks = new Map(BLUEPRINTS.map(({ id }) => [id, 0]));
    // A hundred days: the longest swell of the network's mood.
    for (let time = START; time < START + 100 * DAY; time += 67 * MINUTE) {
      for (const blueprint of BLUEPRINTS) {
        const { cpu, memory, temperature } = model.health(blueprint, time);
        expect(cpu).toBeLessThan(65);
        expect(memory).toBeGreaterThan(40);
        expect(memory).toBeLessThan(65);
        expect(temperature).toBeGreaterThan(32);
        expect(temperature).toBeLessThan(52);
        peaks.set(blueprint.id, Math.max(peaks.get(blueprint.id)!, load(model, blueprint.id, time)));
      }
    }
    for (const [id, peak] of peaks) {
      expect(peak).toBeLessThan(75);
      if (id !== 'server-1') expect(peak).toBeGreaterThan(40);
    }
  }
}, 120_000);

describe('a fault', () => {
  test('fills the uplink of its device to 99 percent and nothing else, and ends at once', () => {
    const usual = modelWith([]);
    const broken = modelWith([fault('link-filling', 'access-3')]);
    const crossed = Array.from({ length: 240 }, (_, minute) => START + minute * MINUTE).find(
      (time) => load(broken, 'access-3', time) >= 90,
    )!;
    expect(crossed).toBeGreaterThan(START + 2 * HOUR);
    expect(crossed).toBeLessThan(START + 3.6 * HOUR);
    expect(load(broken, 'access-3', START + HOUR)).toBeGreaterThan(load(broken, 'access-3', START) + 10);
    expect(load(broken, 'access-3', START + 4 * HOUR - 1)).toBeGreaterThan(97.5);
    expect(load(broken, 'access-3', START + 4 * HOUR - 1)).toBeLessThan(99.9);
    expect(load(broken, 'access-3', START + 4 * HOUR)).toBe(load(usual, 'access-3', START + 4 * HOUR));
    for (const blueprint of BLUEPRINTS) {
      for (const port of blueprint.ports) {
        const filled = port === device('access-3').ports[0];
        const [was, is] = [usual, broken].map((model) => model.rate(blueprint, port, START + 2 * HOUR));
        if (!filled) expect(is).toEqual(was);
        expect(is!.outgoing).toBe(was!.outgoing);
      }
    }
  });

  test('heats its device in a straight line to 90 degrees, which then cools down within ten minutes', () => {
    const model = modelWith([fault('overheating', 'bras-2')]);
    const at = (time: number) => model.health(device('bras-2'), START + time).temperature;
    const usual = modelWith([]).health(device('bras-2'), START + 5 * HOUR).temperature;
    expect(Math.abs(at(2 * HOUR) - (at(0) + 90) / 2)).toBeLessThan(2);
    expect(at(4 * HOUR)).toBe(90);
    expect(at(4 * HOUR + 5 * MINUTE)).toBeLessThan(70);
    expect(at(4 * HOUR + 10 * MINUTE)).toBeLessThan(48);
    expect(at(5 * HOUR)).toBe(usual);
  });

  test('that is ended early cools down from where it had got to', () => {
    const ended = { ...fault('overheating', 'bras-2'), to: START + HOUR, growth: 4 * HOUR };
    const at = (time: number) => modelWith([ended]).health(device('bras-2'), START + time).temperature;
    expect(at(HOUR)).toBeLessThan(60);
    expect(Math.max(at(HOUR), at(HOUR + MINUTE))).toBe(at(HOUR));
  });

  test('leaks the memory of its device to 98 percent and gives it back at once', () => {
    const model = modelWith([fault('memory-leak', 'agg-1')]);
    const at = (time: number) => model.health(device('agg-1'), START + time).memory;
    expect(at(2 * HOUR)).toBeGreaterThan(at(0) + 20);
    expect(at(3.5 * HOUR)).toBeGreaterThan(90);
    expect(at(4 * HOUR - 1)).toBeCloseTo(98, 1);
    expect(at(4 * HOUR)).toBeLessThan(65);
  });

  test('storms the cpu of its device at once, and only of that', () => {
    const model = modelWith([fault('cpu-storm', 'access-8')]);
    const at = (id: string, time: number) => model.health(device(id), START + time).cpu;
    for (const time of [0, HOUR, 4 * HOUR - 1]) {
      expect(at('access-8', time)).toBeGreaterThanOrEqual(95);
      expect(at('access-8', time)).toBeLessThanOrEqual(99);
      expect(at('access-7', time)).toBeLessThan(65);
    }
    expect(at('access-8', 4 * HOUR)).toBeLessThan(65);
  });

  test('of an access server takes the traffic of its people away, and brings it back in ten minutes', () => {
    const usual = modelWith([]);
    const broken = modelWith([fault('bras-failure', 'bras-1', HOUR)]);
    const part = (id: string, time: number) => load(broken, id, START + time) / load(usual, id, START + time);
    expect(part('bras-1', 30_000)).toBe(0);
    expect(part('bras-2', 30_000)).toBe(1);
    expect(part('core-1', 30_000)).toBeGreaterThan(0.3);
    expect(part('core-1', 30_000)).toBeLessThan(0.7);
    expect(part('bras-1', HOUR + 5 * MINUTE)).toBeCloseTo(0.5, 6);
    expect(part('bras-1', HOUR + 10 * MINUTE)).toBe(1);
  });
});
