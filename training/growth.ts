import { createEnsemble, NO_HOLIDAYS } from '../backend/src/forecast/ensemble/ensemble.ts';
import type { Priors } from '../backend/src/forecast/priors/priors.ts';
import type { Series } from '../backend/src/model/series.ts';
import type { DataSeries } from './datasets.ts';
import { LEADS } from './material.ts';
import { isAlive, type Segment, segmentsOf } from './segments.ts';

const DAYS = 7;
/** The first origin, and the hours between two: no divisor of a day, so that origins are of all hours. */
const FIRST_ORIGIN = 72;
const STRIDE = 29;
const FEWEST_ORIGINS = 5;
/** The interval whose widths are compared. */
const COVERAGE = 0.8;
const SERIES = { lowerBound: 0 } as Series;

/**
 * By what the 80 % intervals of day 2 … 7 have to be multiplied so that they hold (`Priors.growth`): of each series the 80 %
 * quantile of the errors of that day in half widths, of all series the geometric mean.
 */
export function growthOf(series: readonly DataSeries[], priors: Omit<Priors, 'growth'>): number[] {
  const ensemble = createEnsemble({
    ...{ day: LEADS, horizon: LEADS, growth: [], holidays: NO_HOLIDAYS },
    priors: { ...priors, growth: [] },
  });
  const fewest = FIRST_ORIGIN + FEWEST_ORIGINS * STRIDE + DAYS * LEADS;
  const segments = series.flatMap(segmentsOf).filter((own) => own.values.length > fewest && isAlive(own));
  return geometricMeans(segments.map((segment) => errorsOf(segment).map((errors) => quantile(errors, COVERAGE))));

  /** Errors of day 2 … 7 in half widths that have not grown. */
  function errorsOf({ values, missing }: Segment): number[][] {
    const errors = Array.from({ length: DAYS - 1 }, (): number[] => []);
    const memory = ensemble.begin(SERIES, Array.from(values.subarray(0, ensemble.first)), ensemble.first - 1);
    for (let index = ensemble.first; index + DAYS * LEADS < values.length; index++) {
      ensemble.learn(memory, index, index, values[index]!);
      if (index < FIRST_ORIGIN || index % STRIDE !== 0) continue;
      const width = ensemble.width(memory, LEADS, COVERAGE);
      const { mean, scale } = ensemble.foreseeFar(memory, index + 1, index, DAYS * LEADS);
      for (let lead = LEADS + 1; lead <= DAYS * LEADS; lead++) {
        const half = (width * scale[lead - 1]!) / ensemble.ownGrowth(memory, lead);
        const error = Math.abs(values[index + lead]! - mean[lead - 1]!) / half;
        if (!missing[index + lead] && Number.isFinite(error)) errors[Math.ceil(lead / LEADS) - 2]!.push(error);
      }
    }
    return errors;
  }
}

const quantile = (values: readonly number[], level: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(level * (values.length - 1))]!;

/** Day by day the geometric mean of several growths; a series that stood still on a day has none there. */
export function geometricMeans(all: readonly (readonly number[])[]): number[] {
  return Array.from({ length: DAYS - 1 }, (_, day) => {
    const logarithms = all.map((own) => Math.log(own[day]!)).filter(Number.isFinite);
    return Math.exp(logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length);
  });
}
