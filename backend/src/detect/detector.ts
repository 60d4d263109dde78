import type { Detector } from '../model/contracts/detector.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Alarm } from '../model/incident.ts';
import type { Series, SeriesBlock } from '../model/series.ts';
import { withSpan } from './echo.ts';
import { flatForecast, withForecast } from './expectation.ts';
import { afterSample, CALM, isOpen, type LevelsAt } from './hysteresis.ts';
import type { Kind } from './kinds.ts';
import { expectedBefore, levelsAhead, levelsNow } from './levels.ts';
import type { LimitsOf } from './limits.ts';
import { afterForecast, afterTime, nothingPredicted } from './prediction.ts';
import { isForgotten, isSilent, missing } from './silence.ts';
import { tell, type Watch } from './watch.ts';
import { createWatches } from './watches.ts';

/**
 * Detects the given kinds, and predicts those that say how. `limits` changes a kind for one resource or turns it off; it is
 * asked once, when a resource is seen first, or first after it was forgotten. Alarms are answered in the order of their times.
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
    forget: watches.forgetOf,
    restore(alarms) {
      for (const alarm of alarms.toSorted((a, b) => a.time - b.time)) {
        const watch = watches.restored(alarm);
        if (!watch) continue;
        if (alarm.condition === 'clear') watch.past = withSpan(watch.past, { from: alarm.since, to: alarm.time });
        else restoreWatch(watch, alarm);
      }
    },
  };
}

function observeBlock(watch: Watch, { series, times, values }: SeriesBlock, alarms: Alarm[]): void {
  const levelsAt = levelsNow(watch, series);
  if (!levelsAt) return;
  for (let index = 0; index < times.length; index++) {
    const time = times[index]!;
    if (time <= watch.newest) continue;
    observeSample(watch, time, values[index]!, levelsAt);
    // Nothing open before and after is the common case, and nothing to tell.
    const alarm = watch.told || isOpen(watch.measured) ? tell(watch, time) : undefined;
    if (alarm) alarms.push(alarm);
  }
}

function observeSample(watch: Watch, time: number, value: number, levelsAt: LevelsAt): void {
  const { measure, measured } = watch;
  if (watch.newest !== Number.NEGATIVE_INFINITY) watch.period = time - watch.newest;
  watch.newest = time;
  watch.heard = time;
  watch.overdue = undefined;
  watch.value = value;
  const levels = levelsAt(time);
  if (levels) watch.levels = levels;
  // Where no forecast from before the onset reaches any more, what is measured is the new normal.
  else if (isOpen(measured)) watch.expectations = [];
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
  const { predict } = watch.kind;
  // Too narrow intervals are sure of what they do not know.
  if (predict && !forecast.learning) {
    const wasOpen = watch.prediction.open !== null;
    const mayOpen = watch.measured.phase === 'calm';
    const levelsAt = levelsAhead(watch, predict, forecast);
    watch.prediction = afterForecast(watch.prediction, forecast, levelsAt, predict, { now, mayOpen });
    // It comes true by the levels it opened by.
    if (watch.prediction.open && !wasOpen) watch.expectations = expectedBefore(watch, predict, forecast);
  }
  learnExpectation(watch, forecast);
}

function learnExpectation(watch: Watch, forecast: Forecast): void {
  const { measure, measured, prediction, expectations } = watch;
  if (measure.against !== 'forecast') return;
  const onset = measured.since ?? prediction.open?.since ?? null;
  watch.expectations = withForecast(expectations, forecast, onset, longestLag(watch));
}

/** Minutes that an expectation must be older than the onset, by the measure or the prediction. */
const longestLag = ({ kind, measure }: Watch) =>
  Math.max(measure.against === 'forecast' ? measure.lag : 0, kind.predict?.lag ?? 0);

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
  const { condition, since, time, probability, expectedAt, threshold, expected, value } = alarm;
  watch.told = alarm;
  watch.newest = time;
  watch.value = value;
  if (condition === 'predicted') {
    const open = { since, probability: probability ?? 0, expectedAt: expectedAt ?? time, threshold, expected };
    watch.prediction = { ...nothingPredicted(), open };
  } else {
    watch.measured = { phase: condition === 'clearing' ? 'clearing' : 'active', count: 0, since };
  }
  if (expected === null) return;
  const { series, unit } = watch;
  learnExpectation(
    watch,
    flatForecast({ ...series, unit, kind: 'gauge', step: 1 }, since, expected, longestLag(watch)),
  );
}
