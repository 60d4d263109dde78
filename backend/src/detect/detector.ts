import type { Detector } from '../model/contracts/detector.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Alarm } from '../model/incident.ts';
import type { Series, SeriesBlock } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { isEcho, withSpan } from './echo.ts';
import { flatForecast, withForecast } from './expectation.ts';
import { afterSample, CALM, isOpen, type Levels } from './hysteresis.ts';
import type { Kind } from './kinds.ts';
import type { LimitsOf } from './limits.ts';
import { afterForecast, afterTime, nothingPredicted } from './prediction.ts';
import { isForgotten, isSilent, missing } from './silence.ts';
import { levelsOf, setLevels, tell, type Watch } from './watch.ts';
import { createWatches } from './watches.ts';

/**
 * Detects the given kinds, and predicts those that say how. `limits` changes a kind for one resource or turns it off; it is
 * asked once, when a resource is seen first. Alarms are answered in the order of their times.
 */
export function createDetector({
  kinds,
  limits = () => undefined,
}: {
  kinds: readonly Kind[];
  limits?: LimitsOf;
}): Detector {
  const watches = createWatches(kinds, limits);
  /** Of the newest tick. Samples do not move it: a log line with a wrong date must not make everything else look old. */
  let now = Number.NEGATIVE_INFINITY;
  return {
    observe(batch) {
      const alarms: Alarm[] = [];
      for (const block of batch) {
        for (const watch of watches.of(block.series)) observeBlock(watch, block, alarms);
      }
      return alarms.sort((a, b) => a.time - b.time);
    },
    foresee(forecasts) {
      const touched = new Map<Watch, number>();
      for (const forecast of forecasts.toSorted((a, b) => a.origin - b.origin)) {
        const { series, origin } = forecast;
        for (const watch of watches.of(baseOf(series))) {
          const time = Math.max(now, watch.newest, origin + series.step);
          foresee(watch, forecast, time);
          touched.set(watch, time);
        }
      }
      return [...touched].flatMap(([watch, time]) => tell(watch, time) ?? []);
    },
    tick(time) {
      now = Math.max(now, time);
      const alarms: Alarm[] = watches.takeOrphans().map((alarm) => ({ ...alarm, condition: 'clear', time: now }));
      for (const watch of watches.all()) {
        passTime(watch, now);
        const alarm = tell(watch, now);
        if (alarm) alarms.push(alarm);
        if (isForgotten(watch, now)) watches.forget(watch);
      }
      return alarms;
    },
    restore(open) {
      for (const alarm of open) {
        const watch = watches.restored(alarm);
        if (watch) restoreWatch(watch, alarm);
      }
    },
  };
}

function observeBlock(watch: Watch, { series, times, values }: SeriesBlock, alarms: Alarm[]): void {
  const { measure } = watch;
  const fixed = measure.against === 'forecast' ? undefined : levelsOf(measure, series);
  if (measure.against !== 'forecast' && !fixed) return;
  for (let index = 0; index < times.length; index++) {
    const time = times[index]!;
    if (time <= watch.newest) continue;
    observeSample(watch, time, values[index]!, fixed);
    // Nothing open before and after is the common case, and nothing to tell.
    const alarm = watch.told || isOpen(watch.measured) ? tell(watch, time) : undefined;
    if (alarm) alarms.push(alarm);
  }
}

function observeSample(watch: Watch, time: number, value: number, fixed: Levels | undefined): void {
  const { measure, measured } = watch;
  if (watch.newest !== Number.NEGATIVE_INFINITY) watch.period = time - watch.newest;
  watch.newest = time;
  watch.heard = time;
  watch.overdue = undefined;
  watch.value = value;
  const levels = setLevels(watch, fixed, time);
  // Where no forecast from before the onset reaches any more, what is measured is the new normal.
  if (!levels && isOpen(measured)) watch.expectations = [];
  watch.measured = levels ? afterSample(measured, time, value, levels, measure) : CALM;
  if (isOpen(watch.measured) === isOpen(measured)) return;
  watch.prediction = nothingPredicted(time);
  if (isOpen(measured)) watch.past = withSpan(watch.past, { from: measured.since!, to: time });
}

/** The series that a forecast of five minutes or an hour is about: without the tag that tells those apart. */
function baseOf(series: Series): Series {
  const { step: _, ...tags } = series.tags;
  return { ...series, tags };
}

function foresee(watch: Watch, forecast: Forecast, now: number): void {
  const { kind, measure, measured } = watch;
  if (measure.against === 'forecast') {
    watch.expectations = withForecast(watch.expectations, forecast, measured.since, measure.lag);
    return;
  }
  const levels = levelsOf(measure, forecast.series);
  if (!kind.predict || !levels) return;
  watch.levels = levels;
  const leansOnDays = forecast.series.step >= HOUR;
  watch.prediction = afterForecast(watch.prediction, forecast, levels, kind.predict, {
    now,
    mayOpen: measured.phase === 'calm',
    isEcho: (time) => leansOnDays && isEcho(watch.past, time),
  });
}

function passTime(watch: Watch, now: number): void {
  watch.heard ??= now;
  watch.prediction = afterTime(watch.prediction, now, isSilent(watch, now));
  if (isForgotten(watch, now)) {
    watch.measured = CALM;
    watch.prediction = nothingPredicted();
    return;
  }
  const since = missing(watch, now);
  if (since === undefined || isOpen(watch.measured)) return;
  watch.value = null;
  watch.measured = { phase: 'active', count: 0, since };
  watch.prediction = nothingPredicted(now);
}

function restoreWatch(watch: Watch, alarm: Alarm): void {
  const { condition, since, time, probability, expectedAt, expected, value } = alarm;
  const { measure } = watch;
  watch.told = alarm;
  watch.newest = time;
  watch.value = value;
  watch.expected = expected;
  if (condition === 'predicted') {
    const open = { since, probability: probability ?? 0, expectedAt: expectedAt ?? time };
    watch.prediction = { ...nothingPredicted(), open };
    return;
  }
  watch.measured = { phase: condition === 'clearing' ? 'clearing' : 'active', count: 0, since };
  if (measure.against !== 'forecast' || expected === null) return;
  const { series, unit } = watch;
  const flat = flatForecast({ ...series, unit, kind: 'gauge', step: 1 }, since, expected, measure.lag);
  watch.expectations = withForecast(watch.expectations, flat, since, measure.lag);
}
