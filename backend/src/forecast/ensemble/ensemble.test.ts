import { describe, expect, test } from 'vitest';
import type { Series } from '../../model/series.ts';
import { noisyRhythm, type Process } from '../experts/suite.ts';
import { type Priors, readPriors } from '../priors/priors.ts';
import { createEnsemble, type Ensemble, NO_HOLIDAYS } from './ensemble.ts';
import type { Memory } from './layout.ts';

const DAY = 24;
const COUNT = { lowerBound: 0 } as Series;
const FREE = {} as Series;

const priors = readPriors(new URL('../priors/service.priors', import.meta.url));
const create = (
  change: { day?: number; horizon?: number; priors?: Priors | undefined; growth?: readonly number[] } = {},
) => createEnsemble({ day: DAY, horizon: DAY, priors, growth: priors.growth, holidays: NO_HOLIDAYS, ...change });

/** What is known after the first `length` values of a process. */
function learn(ensemble: Ensemble, series: Series, process: Process, length: number): Memory {
  const early = Array.from({ length: ensemble.first }, (_, index) => process(index));
  const memory = ensemble.begin(series, early, ensemble.first - 1);
  for (let index = ensemble.first; index < length; index++) ensemble.learn(memory, index, index, process(index));
  return memory;
}

/** What is foreseen after `length` values, as plain numbers. */
function said(ensemble: Ensemble, memory: Memory, length: number) {
  const { mean, scale } = ensemble.foresee(memory, length, length - 1);
  return { mean: Array.from(mean), scale: Array.from(scale) };
}

/** A positive series with a daily rhythm and noise in proportion to its size. */
const load = (seed = 1): Process => {
  const rhythm = noisyRhythm(DAY, { seed });
  return (index) => 1000 * Math.exp(rhythm(index) / 10);
};

const usual = load();

/** Series that the ensemble may not stumble over. */
const ODD: Readonly<Record<string, Process>> = {
  'the same value for ever': () => 5.1,
  zeros: () => 0,
  'zeros, then something': (index) => (index < 5 * DAY ? 0 : usual(index)),
  'something, then zeros': (index) => (index < 5 * DAY ? usual(index) : 0),
  'one spike of 1e30': (index) => (index === 6 * DAY + 3 ? 1e30 : usual(index)),
  'a spike of 1e30 among the first values': (index) => (index === DAY + 3 ? 1e30 : usual(index)),
  'negative numbers that fall': (index) => -1000 - index,
  'tiny numbers': (index) => 1e-25 * usual(index),
  'long runs of missing values': (index) => (Math.floor(index / 50) % 2 === 1 ? Number.NaN : usual(index)),
  'hardly any values': (index) => (index % 7 === 0 ? usual(index) : Number.NaN),
  'none at all': () => Number.NaN,
};

const SETTINGS = [
  ['hours, with priors', {}],
  ['hours, without priors', { priors: undefined }],
  ['two hours', { day: 12, horizon: 12, priors: undefined }],
  ['days', { day: 1, horizon: 1, priors: undefined }],
] as const;

/** The leads of which anything that is foreseen is no finite number. */
function unsound(ensemble: Ensemble, memory: Memory, length: number): number[] {
  const { mean, scale } = said(ensemble, memory, length);
  return mean.flatMap((value, index) => {
    const width = scale[index]! * ensemble.width(memory, index + 1, 0.95);
    return Number.isFinite(value) && width >= 0 && Number.isFinite(width) ? [] : [index + 1];
  });
}

describe.each(SETTINGS)('%s', (_, change) => {
  test.each(Object.entries(ODD))('what is foreseen of %s is finite', (_, process) => {
    const ensemble = create(change);
    for (const series of [COUNT, FREE]) {
      const memory = learn(ensemble, series, process, ensemble.first);
      for (let index = ensemble.first; index < 16 * DAY; index++) {
        ensemble.learn(memory, index, index, process(index));
        expect(unsound(ensemble, memory, index + 1)).toEqual([]);
      }
      expect(memory.every(Number.isFinite)).toBe(true);
    }
  });

  test('what is known decides the answer: a copy of it goes on the same elsewhere, whatever else is learnt in between', () => {
    const [one, other] = [create(change), create(change)];
    const [process, otherProcess] = [load(), load(2)];
    const memory = learn(one, COUNT, process, 9 * DAY);
    const copy = memory.slice();
    const stranger = learn(other, FREE, otherProcess, 5 * DAY);
    for (let index = 9 * DAY; index < 11 * DAY; index++) {
      one.learn(memory, index, index, process(index));
      const expected = said(one, memory, index + 1);
      other.learn(copy, index, index, process(index));
      other.learn(stranger, index - 4 * DAY, index, otherProcess(index));
      expect(said(other, copy, index + 1)).toEqual(expected);
    }
    expect(copy).toEqual(memory);
  });
});

test.each([3, 10])('a forecast of %i hours needs no more than one of a day', (horizon) => {
  const ensemble = create({ horizon });
  const memory = learn(ensemble, COUNT, load(), 10 * DAY);
  expect(unsound(ensemble, memory, 10 * DAY)).toEqual([]);
});

test.each([
  ['among the first values', 30],
  ['later', 5 * DAY],
])('numbers too large for the memory do no lasting harm, %s', (_, from) => {
  const ensemble = create();
  const process = (index: number) => (index >= from && index < from + 5 ? 1e300 : usual(index));
  const memory = learn(ensemble, COUNT, process, 12 * DAY);
  expect(unsound(ensemble, memory, 12 * DAY)).toEqual([]);
});

/** Mean absolute errors over all leads from the third week on: of the ensemble, and of the value of the day before. */
function errorsOf(ensemble: Ensemble, process: Process, length: number) {
  const memory = learn(ensemble, COUNT, process, 14 * DAY);
  const sums = { ensemble: 0, dayBefore: 0, within95: 0, count: 0 };
  for (let index = 14 * DAY; index < length; index++) {
    ensemble.learn(memory, index, index, process(index));
    const { mean, scale } = said(ensemble, memory, index + 1);
    mean.forEach((value, lead) => {
      const truth = process(index + lead + 1);
      sums.count++;
      sums.ensemble += Math.abs(truth - value);
      sums.dayBefore += Math.abs(truth - process(index + lead + 1 - DAY));
      if (Math.abs(truth - value) <= scale[lead]! * ensemble.width(memory, lead + 1, 0.95)) sums.within95++;
    });
  }
  return sums;
}

describe.each([
  ['with priors', priors],
  ['without priors', undefined],
])('a rhythm with noise, %s', (_, known) => {
  test('is foreseen with less than four fifths of the error of the day before, and within its intervals', () => {
    const sums = errorsOf(create({ priors: known }), load(), 42 * DAY);
    expect(sums.ensemble).toBeLessThan(0.8 * sums.dayBefore);
    expect(Math.abs(sums.within95 / sums.count - 0.95)).toBeLessThan(0.025);
  });

  test('is foreseen the same in any unit', () => {
    const ensemble = create({ priors: known });
    for (const [series, factor, summand] of [
      [COUNT, 1e6, 0],
      [COUNT, 1e-6, 0],
      [FREE, 1000, 0],
      [FREE, 1, -5000],
    ] as const) {
      const plain = said(ensemble, learn(ensemble, series, load(), 10 * DAY), 10 * DAY);
      const other = said(
        ensemble,
        learn(ensemble, series, (index) => factor * usual(index) + summand, 10 * DAY),
        10 * DAY,
      );
      plain.mean.forEach((value, lead) => {
        expect((other.mean[lead]! - summand) / factor / value).toBeCloseTo(1, 2);
      });
    }
  });
});

test('the hour that is the hardest to foresee has the widest interval', () => {
  const ensemble = create();
  const noise = noisyRhythm(DAY, { height: 0, seed: 3 });
  const process = (index: number) => 1000 * Math.exp((index % DAY === 20 ? 0.5 : 0.02) * noise(index));
  const length = 30 * DAY;
  const { scale } = said(ensemble, learn(ensemble, COUNT, process, length), length);
  expect(scale.indexOf(Math.max(...scale))).toBe(20);
});

test('one wild value changes hardly anything of what is foreseen a day later', () => {
  const ensemble = create();
  const wild = 9 * DAY + 5;
  const process = load();
  const plain = said(ensemble, learn(ensemble, COUNT, process, wild + DAY), wild + DAY);
  for (const factor of [1e6, 0]) {
    const struck = (index: number) => (index === wild ? factor : 1) * process(index);
    const found = said(ensemble, learn(ensemble, COUNT, struck, wild + DAY), wild + DAY);
    const [sameHour, ...others] = found.mean.map((value, lead) => value / plain.mean[lead]!);
    for (const ratio of others) expect(Math.abs(Math.log(ratio))).toBeLessThan(0.2);
    expect(Math.abs(Math.log(sameHour!))).toBeLessThan(1.5);
  }
});

test('a new level is taken for true within hours', () => {
  const ensemble = create();
  const changed = 12 * DAY;
  const process = (index: number) => (index >= changed ? 20 : 1) * usual(index);
  const memory = learn(ensemble, COUNT, process, changed + 6);
  expect(said(ensemble, memory, changed + 6).mean[0]! / process(changed + 6)).toBeGreaterThan(0.5);
});

test('after two days without values the rhythm goes on', () => {
  const ensemble = create();
  const gap = 12 * DAY;
  const process = load();
  const memory = learn(ensemble, COUNT, (index) => (index >= gap ? Number.NaN : process(index)), gap + 2 * DAY);
  const truth = Array.from({ length: DAY }, (_, lead) => process(gap + 2 * DAY + lead));
  const { mean } = said(ensemble, memory, gap + 2 * DAY);
  const error = mean.reduce((sum, value, lead) => sum + Math.abs(value - truth[lead]!), 0);
  const level = truth.reduce((sum, value) => sum + value, 0) / DAY;
  const flat = truth.reduce((sum, value) => sum + Math.abs(value - level), 0);
  expect(error).toBeLessThan(0.5 * flat);
});

describe('further than a day', () => {
  const process = load();
  const length = 21 * DAY;

  test('begins as the forecast of a day, and changes nothing that is known', () => {
    const ensemble = create();
    const memory = learn(ensemble, COUNT, process, length);
    const { mean, scale } = said(ensemble, memory, length);
    const before = memory.slice();
    const far = ensemble.foreseeFar(memory, length, length - 1, 60);
    expect(memory).toEqual(before);
    expect(far.mean).toHaveLength(60);
    expect(Array.from(far.mean.subarray(0, DAY))).toEqual(mean);
    expect(Array.from(far.scale.subarray(0, DAY))).toEqual(scale);
  });

  test('keeps the rhythm for a week', () => {
    const ensemble = create();
    const memory = learn(ensemble, COUNT, process, length);
    const { mean, scale } = ensemble.foreseeFar(memory, length, length - 1, 7 * DAY);
    const rhythm = noisyRhythm(DAY, { noise: 0 });
    mean.forEach((value, lead) => {
      expect(Math.abs(Math.log(value / 1000) - rhythm(length + lead) / 10)).toBeLessThan(0.3);
      expect(scale[lead]).toBeGreaterThan(0);
    });
  });

  test('is wider for a series whose level wanders, and not for one that keeps its rhythm', () => {
    const levels = noisyRhythm(1, { height: 0, noise: 1, seed: 5 });
    let level = 0;
    const wandering = Array.from({ length: 80 * DAY }, (_, index) => {
      if (index % DAY === 0) level += 0.5 * levels(index / DAY);
      return process(index) * Math.exp(level);
    });
    const ensemble = create();
    const ownGrowth = (of: Process) => ensemble.ownGrowth(learn(ensemble, COUNT, of, wandering.length), 72);
    expect(ownGrowth((index) => wandering[index]!)).toBeGreaterThan(1.15);
    expect(ownGrowth(process)).toBeLessThan(1.05);
  });

  test('widens by the day as it is told to', () => {
    const scalesOf = (growth: readonly number[], leads: number) => {
      const ensemble = create({ growth });
      const memory = learn(ensemble, COUNT, process, length);
      const { scale } = ensemble.foreseeFar(memory, length, length - 1, leads);
      return scale.map((value, index) => (index < DAY ? value : value / ensemble.ownGrowth(memory, index + 1)));
    };
    const [plain, grown] = [scalesOf([], 9 * DAY), scalesOf([1.5, 2], 9 * DAY)];
    plain.forEach((scale, index) => {
      const factor = [1, 1.5][Math.floor(index / DAY)] ?? 2;
      expect(grown[index]! / scale).toBeCloseTo(factor, 10);
    });
    // The first hour of the second day is no easier than the last one of the first.
    expect(plain[DAY]! / plain[DAY - 1]!).toBeGreaterThan(0.7);
  });
});

describe('a season beside day and week', () => {
  const plain = load(5);
  const job = (index: number) => plain(index) * (index % 10 < 2 ? 1.6 : 1);

  test.each([
    ['with priors', priors],
    ['without priors', undefined],
  ])('is found and foreseen, %s', (_, known) => {
    const ensemble = create({ priors: known });
    const memory = learn(ensemble, COUNT, job, 42 * DAY);
    expect(ensemble.foundSeason(memory)).toBeCloseTo(10, 1);
    expect(ensemble.opinions.weights[ensemble.names.indexOf('found season')]![11]).toBeGreaterThan(0.5);
  });

  test('is not where there is none, and then nobody counts on it', () => {
    const ensemble = create();
    const memory = learn(ensemble, COUNT, plain, 42 * DAY);
    expect(ensemble.foundSeason(memory)).toBe(0);
    expect(Math.max(...ensemble.opinions.weights[ensemble.names.indexOf('found season')]!)).toBe(0);
  });
});
