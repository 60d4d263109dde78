import { createEnsemble, NO_HOLIDAYS } from '../backend/src/forecast/ensemble/ensemble.ts';
import type { Priors } from '../backend/src/forecast/priors/priors.ts';
import type { Series } from '../backend/src/model/series.ts';
import type { DataSeries } from './datasets.ts';
import { LEADS } from './material.ts';
import { isAlive, part, segmentsOf } from './segments.ts';

/** Hours of a young series, and from which of them on it is scored. */
const YOUNG = 216;
const SCORED_FROM = 72;
const MOST_PARTS = 12;
/** A part on which an expert is so bad says nothing of others. */
const WORST = 50;
const SERIES = { lowerBound: 0 } as Series;

export type Losses = Readonly<Record<string, readonly number[]>>;

/** Mean absolute error of each expert by lead on young parts of some series, in units of the error of the day before. */
export function lossesOf(series: readonly DataSeries[], priors: Priors): Losses {
  const ensemble = createEnsemble({ day: 24, horizon: LEADS, priors, growth: [], holidays: NO_HOLIDAYS });
  const sums = ensemble.names.map(() => new Float64Array(LEADS));
  let parts = 0;
  for (const segment of series.flatMap(segmentsOf)) {
    const step = Math.max(YOUNG, Math.floor(segment.values.length / MOST_PARTS));
    for (let from = 0; from + YOUNG <= segment.values.length; from += step) {
      const young = part(segment, from, from + YOUNG);
      const errors = isAlive(young) ? errorsOf(young.values) : undefined;
      if (!errors || errors.some(([first]) => !(first! < WORST))) continue;
      parts++;
      errors.forEach((own, expert) => {
        for (let lead = 0; lead < LEADS; lead++) sums[expert]![lead]! += own[lead]!;
      });
    }
  }
  return Object.fromEntries(
    ensemble.names.map((name, expert) => [name, Array.from(sums[expert]!, (sum) => sum / parts)]),
  );

  function errorsOf(values: Float64Array): Float64Array[] {
    let change = 0;
    for (let index = 24; index < values.length; index++) change += Math.abs(values[index]! - values[index - 24]!);
    const scale = change / (values.length - 24);
    const errors = ensemble.names.map(() => new Float64Array(LEADS));
    const memory = ensemble.begin(SERIES, Array.from(values.subarray(0, ensemble.first)), ensemble.first - 1);
    let origins = 0;
    for (let index = ensemble.first; index + LEADS < values.length; index++) {
      ensemble.learn(memory, index, index, values[index]!);
      if (index < SCORED_FROM) continue;
      origins++;
      ensemble.opinions.said.forEach((said, expert) => {
        for (let lead = 0; lead < LEADS; lead++)
          errors[expert]![lead]! += Math.abs(values[index + 1 + lead]! - said[lead]!) / scale;
      });
    }
    return errors.map((own) => own.map((sum) => sum / origins));
  }
}

/** The mean of the losses of several sets. */
export function meanLosses(all: readonly Losses[]): Losses {
  return Object.fromEntries(
    Object.keys(all[0]!).map((name) => [
      name,
      Array.from({ length: LEADS }, (_, lead) => all.reduce((sum, own) => sum + own[name]![lead]! / all.length, 0)),
    ]),
  );
}
