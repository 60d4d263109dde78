import { type Alarm, type AlarmKey, SEVERITIES, type Severity } from '../model/incident.ts';
import type { Series, SeriesId } from '../model/series.ts';
import type { Span } from './echo.ts';
import type { Expectations } from './expectation.ts';
import { CALM, isOpen, type Levels, type Measured } from './hysteresis.ts';
import type { Kind, Measure } from './kinds.ts';
import { nothingPredicted, type Prediction } from './prediction.ts';

/** What a value must go beyond the worst one told, in parts of the threshold, to be told again. */
const WORSE = 0.05;
/** The change of a prediction's probability that is told, and of its time in parts of what is left until then. */
const PROBABILITY_CHANGE = 0.1;
const TIME_CHANGE = 0.1;

/** All that is known of one alarm key: plain data. Times are epoch milliseconds UTC. */
export interface Watch {
  readonly kind: Kind;
  readonly key: AlarmKey;
  readonly measure: Measure;
  readonly series: SeriesId;
  readonly unit: string;
  measured: Measured;
  prediction: Prediction;
  /** When it was active in the last days. */
  past: readonly Span[];
  /** Only of what is measured against a forecast. */
  expectations: Expectations;
  /** Of the newest sample; −∞ and null before the first. */
  newest: number;
  value: number | null;
  /** Those of the newest sample that had some. */
  levels: Levels | undefined;
  /** Between the newest two samples; undefined before. */
  period: number | undefined;
  /** The newest sample, or where there was none since a restart, the first tick; undefined before. */
  heard: number | undefined;
  /** Since when it is known that a sample is overdue. */
  overdue: number | undefined;
  /** What was told last of an alarm that is open. */
  told: Alarm | undefined;
}

export const newWatch = (
  kind: Kind,
  key: AlarmKey,
  measure: Measure,
  { measurement, tags, field, unit }: Series,
): Watch => ({
  ...{ kind, key, measure, series: { measurement, tags, field }, unit },
  ...{ measured: CALM, prediction: nothingPredicted(), past: [], expectations: [] },
  ...{ newest: Number.NEGATIVE_INFINITY, value: null, levels: undefined },
  ...{ period: undefined, heard: undefined, overdue: undefined, told: undefined },
});

/** Tells what is new of a watch at `time`: its alarm when it has changed, or its end. */
export function tell(watch: Watch, time: number): Alarm | undefined {
  const { told } = watch;
  const alarm = alarmOf(watch, time);
  if (!alarm) {
    watch.told = undefined;
    return told && { ...told, ...readings(watch, told), condition: 'clear', time };
  }
  if (told && !isNews(told, alarm, watch.levels?.sign ?? 1)) return undefined;
  watch.told = alarm;
  return alarm;
}

/** The alarm of a watch as it stands; undefined when there is none. */
function alarmOf(watch: Watch, time: number): Alarm | undefined {
  const { kind, key, series, unit, measured, prediction } = watch;
  const common = { ...key, time, series, unit, ...readings(watch, watch.told) };
  if (isOpen(measured)) {
    const condition = measured.phase === 'clearing' ? 'clearing' : 'active';
    return {
      ...common,
      condition,
      severity: severityOf(watch),
      since: measured.since!,
      probability: null,
      expectedAt: null,
    };
  }
  // After a burst of forecasts, what opened in its midst may be unlikely again: then it is not told at all.
  const isTold = prediction.open && (watch.told || prediction.open.probability >= kind.predict!.keep);
  return isTold ? { ...common, condition: 'predicted', severity: 'warning', ...prediction.open } : undefined;
}

/** That of the kind, or of the newest value where that is one; while it is clearing, the last one told. */
function severityOf({ kind, value, told }: Watch): Severity {
  if (!kind.graded || value === null) return kind.severity;
  return SEVERITIES[value - 1] ?? told?.severity ?? kind.severity;
}

const readings = ({ value, levels }: Watch, told: Alarm | undefined) => ({
  value,
  threshold: levels?.raise ?? told?.threshold ?? 0,
  expected: levels?.expected ?? told?.expected ?? null,
});

/** Whether an alarm says more than what was told of it: small changes are kept quiet. */
function isNews(told: Alarm, alarm: Alarm, sign: 1 | -1): boolean {
  if (told.condition !== alarm.condition) return true;
  if (alarm.condition === 'predicted') {
    const probability = Math.abs(alarm.probability! - told.probability!);
    const time = Math.abs(alarm.expectedAt! - told.expectedAt!);
    return probability >= PROBABILITY_CHANGE || time >= Math.max(1, TIME_CHANGE * (alarm.expectedAt! - alarm.time));
  }
  if (alarm.condition === 'clearing' || alarm.value === null) return false;
  return (
    told.value !== null &&
    sign * (alarm.value - told.value) >= Math.max(WORSE * Math.abs(alarm.threshold), Number.MIN_VALUE)
  );
}
