import type { Forecast } from '../../backend/src/model/forecast.ts';
import { normalScore, randomOf } from '../../backend/src/model/random.ts';
import type { Series } from '../../backend/src/model/series.ts';
import { type DataSeries, NETWORK_SET_NAMES, networkSet } from '../../training/datasets.ts';
import { DAY, naiveError } from './accuracy.ts';
import { DISTURBANCES, type Disturb } from './disturbances.ts';
import { mean, print } from './figure.ts';
import { type Run, run } from './ours.ts';
import { invalidFigure } from './validity.ts';

/** Origins after a fault that are measured: what comes again after a week is among them. */
const AFTER = 9 * DAY;
/** Recovered is what is for a whole day no more than this times as wrong as without the fault. */
const RECOVERED = 1.25;
const SEED = 7;

/** Scaled errors of the origins after a fault, in their order; NaN where there is no forecast. */
interface Course {
  readonly mase1: readonly number[];
  readonly mase24: readonly number[];
}

/** What six faults do to one series of each network, beside the same hours without the fault. */
export function benchFaults(folder: string): void {
  const all = NETWORK_SET_NAMES.map((set) => networkSet(folder, set)[0]!);
  const undisturbed = new Map(all.map((series) => [series, runOf(series, series.values)]));
  const percent = percentSeries();
  const percentBounds = { lowerBound: 0, upperBound: 100 };
  for (const [name, disturb] of Object.entries(DISTURBANCES)) {
    const forecasts: Forecast[] = [...disturbedRun(percent, disturb, percentBounds).run.values()];
    const pairs = all.map((series) => {
      const { run: disturbed, truth, from, size } = disturbedRun(series, disturb);
      forecasts.push(...disturbed.values());
      const scale = naiveError(series.values, series.testFrom);
      return {
        with: courseOf(disturbed, truth, from, size * scale),
        without: courseOf(undisturbed.get(series)!, series.values, from, scale),
      };
    });
    const faulty = meanCourse(pairs.map((pair) => pair.with));
    const usual = meanCourse(pairs.map((pair) => pair.without));
    for (const lead of ['mase1', 'mase24'] as const) {
      const [value, reference] = [knownMean(faulty[lead]), knownMean(usual[lead])];
      print({ name: `faults.${name}.${lead}`, value, unit: 'MASE', reference });
      const { first, lasting } = recovery(faulty[lead], usual[lead]);
      print({ name: `faults.${name}.${lead}.recovery`, value: first, unit: 'hours' });
      print({ name: `faults.${name}.${lead}.lasting_recovery`, value: lasting, unit: 'hours' });
    }
    print(invalidFigure(`faults.${name}`, forecasts));
  }
}

const runOf = (
  { set, testFrom }: DataSeries,
  values: Float64Array,
  bounds?: Pick<Series, 'lowerBound' | 'upperBound'>,
) => run(values, { horizon: DAY, from: testFrom, set, ...(bounds && { bounds }) });

function disturbedRun(series: DataSeries, disturb: Disturb, bounds?: Pick<Series, 'lowerBound' | 'upperBound'>) {
  const disturbed = disturb(series.values, series.testFrom, randomOf(SEED));
  return { ...disturbed, run: runOf(series, disturbed.seen, bounds) };
}

function courseOf(made: Run, truth: Float64Array, from: number, scale: number): Course {
  const origins = Array.from({ length: AFTER }, (_, index) => from + index);
  const errors = origins.map((origin) =>
    Array.from({ length: DAY }, (_, index) =>
      Math.abs(truth[origin + 1 + index]! - (made.get(origin)?.mean[index] ?? Number.NaN)),
    ),
  );
  return {
    mase1: errors.map(([first]) => first! / scale),
    mase24: errors.map((leads) => knownMean(leads) / scale),
  };
}

/** At each origin the mean over the series that have a forecast from it. */
const meanCourse = (courses: readonly Course[]): Course => {
  const over = (lead: keyof Course) =>
    Array.from({ length: AFTER }, (_, index) => knownMean(courses.map((course) => course[lead][index]!)));
  return { mase1: over('mase1'), mase24: over('mase24') };
};

/**
 * Hours until the mean error of a next day is near the usual for the first time, and until it is from then on; the second is
 * larger where a fault comes again as last day's or last week's value.
 */
function recovery(faulty: readonly number[], usual: readonly number[]): { first: number; lasting: number } {
  const dayFrom = (errors: readonly number[], index: number) => knownMean(errors.slice(index, index + DAY));
  const near = Array.from(
    { length: AFTER - DAY + 1 },
    (_, index) => dayFrom(faulty, index) <= RECOVERED * dayFrom(usual, index),
  );
  const first = near.indexOf(true);
  return { first: first < 0 ? near.length : first, lasting: near.lastIndexOf(false) + 1 };
}

const knownMean = (numbers: readonly number[]) => mean(numbers.filter((number) => !Number.isNaN(number)));

/** A made-up load in percent that is often all or nothing, for the bounds' sake. */
function percentSeries(): DataSeries {
  const random = randomOf(SEED);
  const values = Float64Array.from({ length: 6 * 7 * DAY }, (_, hour) =>
    Math.max(0, Math.min(100, 60 - 70 * Math.cos((hour * Math.PI) / 12) + 10 * normalScore(random))),
  );
  return { set: 'percent', name: 'percent', values, testFrom: 4 * 7 * DAY };
}
