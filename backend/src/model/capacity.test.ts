import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DailyValues, type TimeLeft, timeLeft } from './capacity.ts';
import type { Forecast } from './forecast.ts';
import { crossing } from './paths.ts';
import { normalScore, type Random, randomOf } from './random.ts';
import { HOUR } from './targets.ts';

const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);
const PAST = 56;
const NOW = START + PAST * DAY;
const FUTURE = 365;

const daily = (values: readonly number[]): DailyValues => ({
  times: values.map((_, day) => START + day * DAY),
  values,
});

function ask(values: readonly number[], threshold: number, sign: 1 | -1 = 1, seed = 1): TimeLeft {
  const found = timeLeft(
    daily(values),
    undefined,
    { sign, threshold, now: START + values.length * DAY },
    randomOf(seed),
  );
  return found!;
}

const inDays = (time: number | null) => (time === null ? Number.POSITIVE_INFINITY : (time - NOW) / DAY);
const days = <T>(count: number, value: (day: number) => T): T[] =>
  Array.from({ length: count }, (_, day) => value(day));

/** Ways that daily values go: of a seed, for the past and the future, and how far above the last week thresholds lie. */
interface Scenario {
  readonly values: readonly number[];
  readonly reach: number;
}
const spread = (random: Random, low: number, high: number) => low * (high / low) ** random();
const SCENARIOS: Record<string, (random: Random) => Scenario> = {
  'even growth under noise': (random) => {
    const slope = spread(random, 0.05, 0.5);
    return { values: days(PAST + FUTURE, (day) => 50 + slope * day + normalScore(random)), reach: 3 + slope * 60 };
  },
  'growth with a rhythm of the week': (random) => {
    const slope = spread(random, 0.05, 0.5);
    const rhythm = days(7, () => 2 * normalScore(random));
    const values = days(PAST + FUTURE, (day) => 50 + slope * day + rhythm[day % 7]! + 0.7 * normalScore(random));
    return { values, reach: 3 + slope * 60 };
  },
  'growth by a factor': (random) => {
    const rate = spread(random, 0.003, 0.02);
    const values = days(PAST + FUTURE, (day) => 20 * Math.exp(rate * day + 0.03 * normalScore(random)));
    return { values, reach: 20 * Math.exp(rate * PAST) * (60 * rate + 0.06) };
  },
  'growth that changes its pace': (random) => {
    let slope = -0.1 + 0.5 * random();
    let level = 50;
    const values = days(PAST + FUTURE, () => {
      if (random() < 1 / 60) slope = -0.1 + 0.5 * random();
      level += slope;
      return level + normalScore(random);
    });
    return { values, reach: 15 };
  },
  'growth under noise that lasts': (random) => {
    const slope = spread(random, 0.05, 0.5);
    let noise = 0;
    const values = days(PAST + FUTURE, (day) => {
      noise = 0.7 * noise + Math.sqrt(0.51) * normalScore(random);
      return 50 + slope * day + noise;
    });
    return { values, reach: 3 + slope * 60 };
  },
  'a random walk': (random) => {
    const drift = -0.1 + 0.5 * random();
    let level = 50;
    const values = days(PAST + FUTURE, () => {
      level += drift + normalScore(random);
      return level + 0.3 * normalScore(random);
    });
    return { values, reach: 10 };
  },
  'growth in steps': (random) => {
    const [rate, size] = [spread(random, 0.05, 0.25), spread(random, 0.5, 5)];
    let level = 50;
    const values = days(PAST + FUTURE, () => {
      if (random() < rate) level -= Math.log(1 - random()) * size;
      return level + 0.3 * normalScore(random);
    });
    return { values, reach: 1 + size * rate * 60 };
  },
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What was said of many futures of a scenario, and what happened. */
function study(scenario: (random: Random) => Scenario) {
  return days(100, (seed) => {
    const random = randomOf(seed);
    const { values, reach } = scenario(random);
    const past = values.slice(0, PAST);
    const threshold = past.slice(-7).toSorted((a, b) => a - b)[3]! + (0.2 + 1.3 * random()) * reach;
    const { early, late, probability } = ask(past, threshold, 1, seed);
    const found = values.slice(PAST).findIndex((value) => value > threshold);
    const truth = found < 0 ? Number.POSITIVE_INFINITY : found;
    const inside = truth >= inDays(early) && truth <= inDays(late);
    return { inside, days30: probability.days30, by30: truth < 30 ? 1 : 0 };
  });
}

/** A disk that fills up and is cleaned up at about 80 %. */
function cleanedUp(random: Random, count: number): number[] {
  let level = 40;
  return days(count, () => {
    level += 2.5 * (1 + 0.3 * normalScore(random));
    if (level > 80 + normalScore(random)) level -= 40;
    return level + 0.3 * normalScore(random);
  });
}

describe('the time left', () => {
  test('is that of a straight line where there is one', () => {
    const { trend, growth, probability, early, median, late } = ask(
      days(PAST, (day) => 20 + day + 0.1 * (day % 2)),
      110.5,
    );
    expect([trend, growth]).toEqual(['approaching', expect.closeTo(1, 1)]);
    expect([inDays(early), inDays(median), inDays(late)].every((left) => Math.abs(left - 35) <= 2)).toBe(true);
    expect(probability).toEqual({ days7: 0, days30: expect.closeTo(0, 1), days90: expect.closeTo(1, 2) });
  });

  test('is the same of what is below and turned upside down', () => {
    const values = days(PAST, (day) => 20 + day / 2 + Math.sin(day));
    const upwards = timeLeft(
      daily(values.map((value) => value - 200)),
      undefined,
      { sign: 1, threshold: -120, now: NOW },
      randomOf(2),
    );
    const downwards = timeLeft(
      daily(values.map((value) => 200 - value)),
      undefined,
      { sign: -1, threshold: 120, now: NOW },
      randomOf(2),
    );
    // Only what is positive may also grow by a factor.
    expect(inDays(downwards!.median)).toBeCloseTo(inDays(upwards!.median), -1);
    expect(downwards).toMatchObject({ trend: 'approaching', growth: expect.closeTo(-upwards!.growth, 1) });
  });

  const studies = new Map<string, ReturnType<typeof study>>();
  beforeAll(() => {
    for (const [name, scenario] of Object.entries(SCENARIOS)) studies.set(name, study(scenario));
  });

  test.each(Object.keys(SCENARIOS))('of %s is about as likely as it happens, and not far from its interval', (name) => {
    const outcomes = studies.get(name)!;
    expect(mean(outcomes.map(({ inside }) => Number(inside)))).toBeGreaterThan(0.55);
    const [said, happened] = [outcomes.map(({ days30 }) => days30), outcomes.map(({ by30 }) => by30)];
    expect(Math.abs(mean(said) - mean(happened))).toBeLessThan(0.1);
  });

  test('lies in its 80 % interval 70 to 90 % of the time, and beats what usually happens', () => {
    const outcomes = [...studies.values()].flat();
    const inside = mean(outcomes.map((outcome) => Number(outcome.inside)));
    expect(inside).toBeGreaterThan(0.7);
    expect(inside).toBeLessThan(0.9);
    const usual = mean(outcomes.map(({ by30 }) => by30));
    const brier = mean(outcomes.map(({ days30, by30 }) => (days30 - by30) ** 2));
    expect(brier).toBeLessThan(0.6 * usual * (1 - usual));
  });

  test('of pure noise is no growth', () => {
    const found = days(40, (seed) => {
      const random = randomOf(seed);
      return ask(
        days(PAST, () => 50 + normalScore(random)),
        58,
        1,
        seed,
      );
    });
    expect(found.filter(({ trend }) => trend !== 'none').length).toBeLessThanOrEqual(3);
    expect(found.reduce((sum, { probability }) => sum + probability.days90, 0) / 40).toBeLessThan(0.1);
  });

  test('of a disk that is always cleaned up in time never ends, of one that fills further does', () => {
    const found = days(20, (seed) => {
      const past = cleanedUp(randomOf(seed), PAST);
      return [ask(past, 95, 1, seed), ask(past, 70, 1, seed)] as const;
    });
    expect(mean(found.map(([never]) => never.probability.days30))).toBeLessThan(0.15);
    expect(mean(found.map(([, always]) => always.probability.days30))).toBeGreaterThan(0.9);
    expect(found.every(([{ trend, growth }]) => trend === 'approaching' && Math.abs(growth - 2.5) < 1)).toBe(true);
  });

  test('takes whole numbers that rarely change for what they are, not for cleaning up', () => {
    const falling = days(PAST, (day) => 60 - Math.floor(day / 8));
    expect(ask(falling, 40, -1)).toMatchObject({ trend: 'approaching', growth: expect.closeTo(-1 / 8, 1) });
    expect(ask(falling, 70)).toMatchObject({ trend: 'receding', late: null });
    const strays = days(PAST, (day) => (day % 20 < 9 ? 50 : 49));
    expect(ask(strays, 60)).toMatchObject({ trend: 'none', median: null });
    expect(
      ask(
        days(PAST, () => 50),
        51,
      ),
    ).toMatchObject({ trend: 'none', growth: 0, early: null });
  });

  test('is not told from fewer than ten days, but with gaps', () => {
    const values = days(9, (day) => day);
    expect(timeLeft(daily(values), undefined, { sign: 1, threshold: 50, now: NOW }, randomOf(1))).toBeUndefined();
    expect(timeLeft(daily([]), undefined, { sign: 1, threshold: 50, now: NOW }, randomOf(1))).toBeUndefined();
    const { times, values: all } = daily(days(PAST, (day) => 20 + day + 0.2 * Math.sin(day)));
    const kept = times.map((_, index) => index).filter((index) => index % 5 !== 2 && (index < 20 || index > 30));
    const gaps = { times: kept.map((index) => times[index]!), values: kept.map((index) => all[index]!) };
    const found = timeLeft(gaps, undefined, { sign: 1, threshold: 110, now: NOW }, randomOf(1));
    expect(Math.abs(inDays(found!.median) - 35)).toBeLessThanOrEqual(2);
  });

  test('is the forecast as far as it reaches, and goes on from there', () => {
    const values = days(PAST, (day) => 50 + Math.sin(day));
    const hours = (value: number) => days(24, () => value);
    const forecast: Forecast = {
      series: { measurement: 'disk', tags: {}, field: 'used', unit: 'percent', kind: 'gauge', step: HOUR },
      ...{ origin: NOW - HOUR, mean: hours(50), lower80: hours(48), upper80: hours(52) },
      ...{ lower95: hours(47), upper95: hours(53) },
    };
    const question = { sign: 1, threshold: 52, now: NOW } as const;
    const { probability: soon } = crossing(forecast, 1, 52, 1, 24, randomOf(3));
    const both = timeLeft(daily(values), forecast, question, randomOf(3))!;
    expect(both.early).toBeLessThan(NOW + 20 * HOUR);
    expect(both.probability.days7).toBeGreaterThanOrEqual(soon - 0.03);
    expect(both.probability.days7).toBeLessThan(soon + 0.2);
    const calm = timeLeft(
      daily(values),
      { ...forecast, upper80: hours(50.2), upper95: hours(50.3) },
      question,
      randomOf(3),
    )!;
    expect(calm.probability.days7).toBeLessThan(both.probability.days7 - 0.1);
    const sure = timeLeft(
      daily(values),
      { ...forecast, mean: hours(60), upper80: hours(60), upper95: hours(60), lower80: hours(60), lower95: hours(60) },
      question,
      randomOf(3),
    );
    expect(sure).toMatchObject({ early: NOW, median: NOW, late: NOW, probability: { days7: expect.closeTo(1, 6) } });
    const old = timeLeft(daily(values), { ...forecast, origin: NOW - 60 * HOUR }, question, randomOf(3));
    expect(old).toEqual(timeLeft(daily(values), undefined, question, randomOf(3)));
  });

  test('is in order whatever the values', () => {
    const value = fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 100));
    const values = fc.array(value, { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(values, value, fc.constantFrom<1 | -1>(1, -1), fc.nat(), (values, threshold, sign, seed) => {
        const { trend, growth, probability, early, median, late } = ask(values, threshold, sign, seed);
        expect(['approaching', 'receding', 'none']).toContain(trend);
        expect(Number.isFinite(growth)).toBe(true);
        const { days7, days30, days90 } = probability;
        expect(0 <= days7 && days7 <= days30 && days30 <= days90 && days90 <= 1).toBe(true);
        const [first, middle, last] = [early, median, late].map(inDays);
        expect(first! <= middle! && middle! <= last!).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
}, 120_000);
