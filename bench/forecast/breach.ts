import { probabilityBeyond } from '../../backend/src/model/distribution.ts';
import type { DataSeries } from '../../training/datasets.ts';
import { DAY } from './accuracy.ts';
import { LEADS } from './coverage.ts';
import type { Figure } from './figure.ts';
import type { Run } from './ours.ts';

const WEEK = 7 * DAY;
/** Percentiles of the training part that are taken for thresholds. */
export const PERCENTILES = [95, 99];
const BINS = 10;
/** Most that said and seen probabilities may be apart, in points. */
const CALIBRATION_BAR = 1.5;

/** Squared errors (Brier 1950) of the probabilities said, and of the same probabilities said by two simple rules. */
class Tally {
  #count = 0;
  #ours = 0;
  #climatology = 0;
  #persistence = 0;
  readonly #bins = Array.from({ length: BINS }, () => ({ said: 0, seen: 0 }));

  add(said: number, climatology: number, persistence: number, seen: number): void {
    this.#count++;
    this.#ours += (said - seen) ** 2;
    this.#climatology += (climatology - seen) ** 2;
    this.#persistence += (persistence - seen) ** 2;
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(said * BINS))]!;
    bin.said += said;
    bin.seen += seen;
  }

  /** 1 is perfect, 0 as good as the rule; not finite where the rule has never been wrong. */
  figures(set: string, suffix: string): Figure[] {
    const skill = (rule: string, error: number) => ({
      name: `${set}.brier_skill_${rule}${suffix}`,
      value: 1 - this.#ours / error,
      unit: 'skill',
      bar: 0,
    });
    const apart = this.#bins.reduce((sum, { said, seen }) => sum + Math.abs(said - seen), 0);
    const calibration = { name: `${set}.calibration_error${suffix}`, value: (100 * apart) / this.#count };
    return [
      skill('climatology', this.#climatology),
      skill('persistence', this.#persistence),
      { ...calibration, unit: 'points', bar: CALIBRATION_BAR },
    ];
  }
}

/**
 * How good the probabilities are that a value will be above a threshold: over both thresholds, all leads and series of a
 * set, by threshold and at some leads. Climatology says how often the same hour of the week (of the day in less than two
 * weeks of training) was above; persistence says that it will be as it is.
 */
export function breachFigures(set: string, measured: readonly { series: DataSeries; run: Run }[]): Figure[] {
  const suffixes = ['', ...PERCENTILES.map((percentile) => `.p${percentile}`), ...LEADS.map((lead) => `.lead${lead}`)];
  const tallies = new Map(suffixes.map((suffix) => [suffix, new Tally()]));
  for (const { series, run } of measured) {
    const { values, testFrom } = series;
    for (const percentile of PERCENTILES) {
      const threshold = thresholdOf(series, percentile);
      const climatology = climatologyOf(series, threshold);
      for (const [origin, forecast] of run) {
        if (origin + 1 < testFrom || origin + DAY >= values.length) continue;
        for (let lead = 1; lead <= DAY; lead++) {
          const value = values[origin + lead]!;
          if (Number.isNaN(value)) continue;
          const said = probabilityBeyond(forecast, lead, 1, threshold);
          for (const suffix of ['', `.p${percentile}`, `.lead${lead}`]) {
            const persistence = Number(values[origin]! > threshold);
            tallies.get(suffix)?.add(said, climatology(origin + lead), persistence, Number(value > threshold));
          }
        }
      }
    }
  }
  return [...tallies].flatMap(([suffix, tally]) => tally.figures(set, suffix));
}

/** A value that so many percent of the training part are below. */
export function thresholdOf({ values, testFrom }: DataSeries, percentile: number): number {
  const known = values
    .slice(0, testFrom)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return known[Math.min(known.length - 1, Math.floor((percentile / 100) * known.length))]!;
}

/** By the index of a value, with half an observation of one half added, as its share is never certain. */
function climatologyOf({ values, testFrom }: DataSeries, threshold: number): (index: number) => number {
  const period = testFrom >= 2 * WEEK ? WEEK : DAY;
  const above = new Float64Array(period);
  const count = new Float64Array(period);
  for (const [index, value] of values.subarray(0, testFrom).entries()) {
    if (Number.isNaN(value)) continue;
    count[index % period]!++;
    if (value > threshold) above[index % period]!++;
  }
  return (index) => (above[index % period]! + 0.25) / (count[index % period]! + 0.5);
}
