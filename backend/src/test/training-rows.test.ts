import { describe, expect, test } from 'vitest';
import { createRows } from '../../../training/rows.ts';
import type { Segment } from '../../../training/segments.ts';
import { walk } from '../../../training/walk.ts';
import { NET_INPUTS } from '../forecast/experts/net-inputs.ts';
import { normalScore, randomOf } from '../model/random.ts';

const DAY = 24;
const LEADS = 24;
const random = randomOf(6);

/** A positive daily rhythm with noise. */
const segmentOf = (length: number, missing: readonly number[] = []): Segment => ({
  set: 's',
  values: Float64Array.from({ length }, (_, index) => {
    return (50 + 30 * Math.sin((2 * Math.PI * index) / DAY)) * Math.exp(0.1 * normalScore(random));
  }),
  missing: Uint8Array.from({ length }, (_, index) => (missing.includes(index) ? 1 : 0)),
});

/** Rows of a segment at every origin. */
function rowsOf(segment: Segment, most = 5000) {
  const rows = createRows(most, LEADS);
  rows.take(segment, { stride: 1, phase: 0 });
  return rows.finish();
}

/** The mean of |change to the day before| of something after each index: of all changes at first, later of about a week. */
function runningChange(values: readonly number[]): number[] {
  let now = 0;
  return values.map((value, index) => {
    if (index < DAY) return 0;
    now += (Math.abs(value - values[index - DAY]!) - now) * Math.max(1 / 168, 1 / (index - DAY + 1));
    return now;
  });
}

test('a walk shows every value from the first on, as the service would see it', () => {
  const segment = segmentOf(400);
  const values = Array.from(segment.values);
  const changes = runningChange(values);
  const scales = runningChange(values.map(Math.log));
  const visited: number[] = [];
  walk(segment, { horizon: LEADS, first: 48 }, ({ view, index, inner, change, unit }) => {
    visited.push(index);
    expect(view.length).toBe(index + 1);
    expect(Math.exp(inner[index]!) * unit).toBeCloseTo(values[index]!, 4);
    expect(view.ring[view.newest]).toBeCloseTo(inner[index]!, 6);
    expect(change).toBeCloseTo(changes[index]!, 9);
    expect(view.scale).toBeCloseTo(scales[index]!, 5);
  });
  expect(visited).toEqual(Array.from({ length: 400 - 47 }, (_, index) => 47 + index));
});

test('rows are taken of old age, and of each part as if it were a young series', () => {
  // Old: 300 … 1000 − 25. Young parts begin at 0, 400 and 800; the last has only 200 values.
  const old = 1000 - LEADS - 300;
  const young = 301 - 47;
  const youngOfLast = 200 - LEADS - 47;
  expect(rowsOf(segmentOf(1000)).count).toBe(old + 2 * young + youngOfLast);
});

test('a stride takes every so manieth of them, whatever the phase', () => {
  const segment = segmentOf(1000);
  const all = rowsOf(segment);
  const counts = [0, 1, 2].map((phase) => {
    const rows = createRows(5000, LEADS);
    rows.take(segment, { stride: 3, phase });
    return rows.count;
  });
  expect(counts[0]! + counts[1]! + counts[2]!).toBe(all.count);
});

test('there are never more rows than there is room for', () => {
  const rows = rowsOf(segmentOf(1000), 100);
  expect(rows.count).toBe(100);
  expect(rows.inputs).toHaveLength(100 * NET_INPUTS);
  expect(rows.targets).toHaveLength(100 * LEADS);
  expect(rows.weights).toHaveLength(100 * LEADS);
});

describe('each row of the old age', () => {
  const segment = segmentOf(700, [450, 451]);
  const values = Array.from(segment.values);
  const logarithms = values.map(Math.log);
  const rows = rowsOf(segment);
  /** The origins of the first rows; what is missing is no origin. */
  const origins = Array.from({ length: 700 - LEADS - 300 }, (_, index) => 300 + index).filter(
    (origin) => !segment.missing[origin],
  );
  const eachTarget = (visit: (at: number, origin: number, target: number, scale: number) => void) => {
    origins.forEach((origin, row) => {
      // The net sees the logarithm of the unit.
      const scale = Math.exp(rows.inputs[(row + 1) * NET_INPUTS - 2]!);
      for (let lead = 1; lead <= LEADS; lead++) visit(row * LEADS + lead - 1, origin, origin + lead, scale);
    });
  };

  test('has the differences to the day before in units of the scale as its targets', () => {
    eachTarget((at, _, target, scale) => {
      const wanted = (logarithms[target]! - logarithms[target - DAY]!) / scale;
      expect(rows.targets[at]).toBeCloseTo(Math.max(-10, Math.min(10, wanted)), 3);
    });
  });

  test('weighs an error by what it is in the unit of the series, and not at all where the value is missing', () => {
    // The changes of a walk are those of all values, the made up ones too.
    const changes = runningChange(values);
    eachTarget((at, origin, target, scale) => {
      const size = scale * Math.sqrt(values[target]! * values[target - DAY]!);
      const wanted = segment.missing[target] ? 0 : Math.min(5, Math.max(0.02, size / changes[origin]!));
      expect(rows.weights[at]).toBeCloseTo(wanted, 4);
    });
  });
});

test('a row that lacks a quarter of its day is left out', () => {
  const gap = Array.from({ length: 6 }, (_, index) => 400 + index);
  const [whole, lacking] = [rowsOf(segmentOf(700)), rowsOf(segmentOf(700, gap))];
  // The origins within the gap, and those before that have all six in their day.
  expect(whole.count - lacking.count).toBe(6 + (LEADS - 5));
});

test('there is nothing to learn of what stands still', () => {
  const still = { set: 's', values: new Float64Array(1000).fill(7), missing: new Uint8Array(1000) };
  expect(rowsOf(still).count).toBe(0);
});
