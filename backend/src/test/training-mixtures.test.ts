import { describe, expect, test } from 'vitest';
import { mixture, sum, withArtefact } from '../../../training/mixtures.ts';
import type { Segment } from '../../../training/segments.ts';
import { randomOf } from '../model/random.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

const segmentOf = (length: number, value: (index: number) => number, missing = (_: number) => false): Segment => ({
  set: 's',
  values: Float64Array.from({ length }, (_, index) => value(index)),
  missing: Uint8Array.from({ length }, (_, index) => (missing(index) ? 1 : 0)),
});
const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length;
const rhythm = (index: number) => 20 + 10 * Math.sin((2 * Math.PI * index) / 24);
const workdays = (index: number) => (index % 168 < 120 ? 1 : 0);

describe('a mixture of two segments', () => {
  test('counts both by their size, each for a fifth at least', () => {
    const flat = segmentOf(700, () => 1000);
    const swinging = segmentOf(900, rhythm);
    for (const seed of SEEDS) {
      const { values } = mixture(flat, swinging, randomOf(seed))!;
      expect(mean(values)).toBeCloseTo(1, 9);
      // The rhythm swings by half its mean on either side; what is left of that is its share.
      const share = Math.max(...values) - Math.min(...values);
      expect(share).toBeGreaterThan(0.19);
      expect(share).toBeLessThan(0.81);
    }
  });

  test('is as long as both allow, 1100 hours at most', () => {
    for (const seed of SEEDS) {
      const short = mixture(segmentOf(300, rhythm), segmentOf(5000, rhythm), randomOf(seed))!;
      expect(short.values).toHaveLength(300);
      expect(short.missing).toHaveLength(300);
      const long = mixture(segmentOf(4000, rhythm), segmentOf(5000, rhythm), randomOf(seed))!;
      expect(long.values).toHaveLength(1100);
      expect(long.values.every(Number.isFinite)).toBe(true);
    }
  });

  test('is in phase half the time, and otherwise shifted by hours', () => {
    const swings = SEEDS.map((seed) => {
      const { values } = mixture(segmentOf(16 * 24, rhythm), segmentOf(18 * 24, rhythm), randomOf(seed))!;
      return Math.max(...values) - Math.min(...values);
    });
    const inPhase = swings.filter((swing) => Math.abs(swing - 1) < 1e-9).length;
    expect(inPhase).toBeGreaterThan(SEEDS.length / 4);
    expect(inPhase).toBeLessThan((SEEDS.length * 3) / 4);
    expect(Math.min(...swings)).toBeLessThan(0.6);
  });

  test('lacks what either lacks', () => {
    const whole = segmentOf(300, rhythm);
    const lacking = segmentOf(330, rhythm, () => true);
    for (const [one, other] of [
      [whole, lacking],
      [lacking, whole],
    ] as const) {
      expect(mixture(one, other, randomOf(2))!.missing.every((value) => value === 1)).toBe(true);
    }
    expect(mixture(whole, whole, randomOf(2))!.missing.every((value) => value === 0)).toBe(true);
  });

  test('is none where one is short or nothing but zeros', () => {
    expect(mixture(segmentOf(199, rhythm), segmentOf(900, rhythm), randomOf(1))).toBeUndefined();
    expect(
      mixture(
        segmentOf(900, () => 0),
        segmentOf(900, rhythm),
        randomOf(1),
      ),
    ).toBeUndefined();
  });
});

describe('a segment with an artefact', () => {
  test('has a pattern of two to six hours over it', () => {
    for (const seed of SEEDS) {
      const logarithms = withArtefact(
        segmentOf(400, () => 100),
        randomOf(seed),
      )!.values.map((value) => Math.log(value / 100));
      const size = Math.max(...logarithms.map(Math.abs));
      expect(size).toBeGreaterThan(0.001);
      const repeatsAfter = (period: number) => {
        const changes = logarithms.slice(period).map((value, index) => Math.abs(value - logarithms[index]!));
        return mean(changes) / mean(logarithms.map(Math.abs));
      };
      // Its strength changes slowly, so after a period it is much the same, and after an hour it is not.
      expect(Math.min(...[2, 3, 4, 6].map(repeatsAfter))).toBeLessThan(0.8 * repeatsAfter(1));
    }
  });

  test('is a stretch of the segment, 700 hours at most, and none of a short one', () => {
    const lacking = segmentOf(900, rhythm, (index) => index % 10 === 0);
    for (const seed of SEEDS) {
      const made = withArtefact(lacking, randomOf(seed))!;
      expect(made.values).toHaveLength(700);
      expect(made.missing.reduce((total, value) => total + value, 0)).toBe(70);
      expect(made.values.every((value) => value > 0)).toBe(true);
    }
    expect(withArtefact(segmentOf(149, rhythm), randomOf(1))).toBeUndefined();
  });
});

describe('a sum of segments', () => {
  test('is smoother than one of them', () => {
    const noise = randomOf(77);
    const segments = Array.from({ length: 30 }, () => segmentOf(600, () => 100 * noise()));
    const roughness = ({ values }: Segment) =>
      mean(values.slice(1).map((value, index) => Math.abs(value - values[index]!))) / mean(values);
    const one = roughness(segments[0]!);
    const made = SEEDS.map((seed) => roughness(sum(segments, randomOf(seed))!));
    expect(made.reduce((total, value) => total + value, 0) / made.length).toBeLessThan(0.8 * one);
  });

  test('leaves out what is shorter than the first, or nothing but zeros', () => {
    const segments = [segmentOf(600, rhythm), segmentOf(210, rhythm), segmentOf(700, () => 0)];
    for (const seed of SEEDS) {
      const made = sum(segments, randomOf(seed));
      if (!made) continue;
      expect([600, 210, 700]).toContain(made.values.length);
      expect(made.values.every(Number.isFinite)).toBe(true);
    }
    expect(sum([segmentOf(199, rhythm)], randomOf(1))).toBeUndefined();
  });

  test('has weekends where all of them have theirs', () => {
    const segments = Array.from({ length: 20 }, (_, index) => segmentOf(600 + 168 * index, workdays));
    for (const seed of SEEDS) {
      const { values } = sum(segments, randomOf(seed))!;
      expect(values.filter((value) => value === 0).length).toBeGreaterThan(values.length / 5);
    }
  });
});
