import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../model/fault.ts';
import { HOUR } from '../../model/targets.ts';
import type { CourseFault } from './fault-course.ts';
import { createFaults } from './faults.ts';
import { spontaneousFaults } from './spontaneous.ts';
import { DEMO_DEVICES } from './topology.ts';

const START = Date.parse('2026-11-02T20:00:00Z');
const DAY = 24 * HOUR;

/** Faults in a network whose clock is moved by hand; `saved` outlives it. */
function setUp({ spontaneous = false, saved = { faults: [] as readonly CourseFault[] }, now = START } = {}) {
  const clock = { now: () => now, sleep: async () => {} };
  const faults = createFaults({
    ...{ seed: 1, clock, spontaneous, load: () => saved.faults },
    save(all) {
      saved.faults = structuredClone(all);
    },
  });
  const move = (time: number) => {
    now += time;
  };
  return { faults, saved, move };
}

describe('faults of the demo network', () => {
  test('begin now, on devices that can have them', () => {
    const { faults } = setUp();
    expect(faults.begin('cpu-storm', 'agg-1', HOUR)).toEqual({
      ...{ id: 'fault-1', kind: 'cpu-storm', device: 'agg-1', from: START, to: START + HOUR },
    });
    expect(faults.begin('bras-failure', 'bras-1', HOUR)?.id).toBe('fault-2');
    expect(faults.begin('bras-failure', 'agg-1', HOUR)).toBeUndefined();
    expect(faults.begin('cpu-storm', 'nowhere', HOUR)).toBeUndefined();
    expect(faults.faults().map(({ id }) => id)).toEqual(['fault-1', 'fault-2']);
    expect(faults.outages()).toEqual([{ nas: '192.0.2.1', from: START, to: START + HOUR }]);
  });

  test('end when they are told to, and what they had grown to is remembered', () => {
    const { faults, move } = setUp();
    faults.begin('overheating', 'agg-1', 4 * HOUR);
    move(HOUR);
    expect(faults.end('fault-1')).toEqual({
      ...{ id: 'fault-1', kind: 'overheating', device: 'agg-1', from: START, to: START + HOUR },
    });
    expect(faults.courses()[0]).toMatchObject({ to: START + HOUR, growth: 4 * HOUR });
    move(HOUR);
    expect(faults.end('fault-1')?.to).toBe(START + HOUR);
    expect(faults.end('fault-2')).toBeUndefined();
  });

  test('go on after a restart and are forgotten a day after their end', () => {
    const { faults, saved } = setUp();
    faults.begin('memory-leak', 'agg-1', HOUR);
    const later = setUp({ saved, now: START + DAY });
    expect(later.faults.faults()).toEqual(faults.faults());
    expect(later.faults.begin('cpu-storm', 'core-1', HOUR)?.id).toBe('fault-2');
    later.move(HOUR);
    expect(later.faults.faults().map(({ id }) => id)).toEqual(['fault-2']);
  });

  test('that began by themselves can be ended and stay ended after a restart', () => {
    const [first] = spontaneousFaults(1, START, START + DAY);
    const now = first!.from + 1000;
    const saved = { faults: [] as readonly CourseFault[] };
    const network = () => setUp({ spontaneous: true, saved, now }).faults;
    expect(network().faults().at(-1)).toEqual(first);
    const before = network().faults().length;
    expect(network().end(first!.id)).toEqual({ ...first, to: now });
    expect(network().faults().at(-1)).toEqual({ ...first, to: now });
    expect(network().faults()).toHaveLength(before);
  });

  test('do not begin by themselves when that is turned off', () => {
    const { faults, move } = setUp();
    for (let hour = 0; hour < 48; hour++) {
      expect(faults.faults()).toEqual([]);
      move(HOUR);
    }
  });
});

describe('spontaneous faults', () => {
  const month = spontaneousFaults(1, START, START + 30 * DAY);

  test('begin five to eight hours apart, each kind in turn, and last one to three hours', () => {
    for (const [index, { kind, from, to, device }] of month.entries()) {
      expect(to - from).toBeGreaterThanOrEqual(HOUR - 1);
      expect(to - from).toBeLessThanOrEqual(3 * HOUR);
      expect(DEMO_DEVICES.find(({ id }) => id === device)?.faults).toContain(kind);
      const next = month[index + 1];
      if (!next) continue;
      expect(FAULT_KINDS.indexOf(next.kind)).toBe((FAULT_KINDS.indexOf(kind) + 1) % FAULT_KINDS.length);
      expect(next.from - from).toBeGreaterThanOrEqual(5 * HOUR - 1);
      expect(next.from - from).toBeLessThanOrEqual(8 * HOUR);
    }
    expect(month.length).toBeGreaterThan(100);
    expect(new Set(month.map(({ device }) => device)).size).toBeGreaterThan(10);
  });

  test('are those of the seed, whatever part of time is asked for', () => {
    fc.assert(
      fc.property(fc.nat({ max: 29 * DAY }), fc.nat({ max: DAY }), (offset, length) => {
        const [from, to] = [START + offset, START + offset + length];
        const asked = month.filter((fault) => fault.from <= to && fault.to > from);
        expect(spontaneousFaults(1, from, to)).toEqual(asked);
      }),
    );
    expect(spontaneousFaults(2, START, START + DAY)).not.toEqual(spontaneousFaults(1, START, START + DAY));
  });
});
