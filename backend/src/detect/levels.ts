import type { Forecast } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { isEcho } from './echo.ts';
import { type Expectations, expectedAt, fallLevels, madeBefore } from './expectation.ts';
import type { Levels, LevelsAt } from './hysteresis.ts';
import type { FallMeasure, LevelMeasure, Predict } from './kinds.ts';
import type { Watch } from './watch.ts';

/** By what the samples of a series are judged; undefined where they are in percent of a bound that it does not have. */
export function levelsNow(watch: Watch, series: Series): LevelsAt | undefined {
  const { measure } = watch;
  if (measure.against !== 'forecast') {
    const fixed = fixedLevels(measure, series);
    return fixed && (() => fixed);
  }
  return (time) =>
    levelsBelow(madeBefore(watch.expectations, watch.measured.since ?? time, measure.lag), measure, time);
}

/**
 * By what a forecast is judged. An hourly one leans on days, so the echo of an alarm is left out. What is measured against a
 * forecast is judged by those of longer steps from before: they have not been taught by what the newest ones see begin.
 */
export function levelsAhead(watch: Watch, predict: Predict, forecast: Forecast): LevelsAt {
  const { measure, past } = watch;
  const { series } = forecast;
  if (measure.against !== 'forecast') {
    const fixed = fixedLevels(measure, series);
    return (time) => (series.step >= HOUR && isEcho(past, time) ? undefined : fixed);
  }
  const known = expectedBefore(watch, predict, forecast);
  return (time) => levelsBelow(known, measure, time);
}

/** The expectations that a forecast is judged by. */
export const expectedBefore = ({ expectations }: Watch, { lag }: Predict, { origin, series }: Forecast): Expectations =>
  madeBefore(expectations, origin, lag, series.step);

function fixedLevels({ against, above, below, clear }: LevelMeasure, { upperBound }: Series): Levels | undefined {
  if (against === 'upper bound' && upperBound === undefined) return undefined;
  const scale = against === 'upper bound' ? upperBound! / 100 : 1;
  const sign = above === undefined ? -1 : 1;
  return { sign, raise: (above ?? below)! * scale, clear: clear * scale, expected: null };
}

function levelsBelow(known: Expectations, measure: FallMeasure, time: number): Levels | undefined {
  const expected = expectedAt(known, time);
  return expected && fallLevels(expected, measure);
}
