import type { KEPT_LEADS } from './forecast.ts';
import type { Series } from './series.ts';
import { HOUR } from './targets.ts';

const DAY = 24 * HOUR;

/** What is told of the forecasts of a series, with unit and upper bound; none is below 0. */
export const ACCURACY_FIELDS = {
  mase: { unit: 'ratio' },
  crps: { unit: 'ratio' },
  smape: { unit: 'percent', upperBound: 200 },
  coverage80: { unit: 'ratio', upperBound: 1 },
  coverage95: { unit: 'ratio', upperBound: 1 },
} as const;
export type AccuracyField = keyof typeof ACCURACY_FIELDS;

/** The series in which is kept how good the forecasts of `series` were, so many steps ahead: a sample a day, of about the week before its end. */
export function accuracySeries(series: Series, lead: (typeof KEPT_LEADS)[number], field: AccuracyField): Series {
  return {
    measurement: `${series.measurement}_accuracy`,
    tags: { ...series.tags, lead: String(lead), of: series.field },
    field,
    ...ACCURACY_FIELDS[field],
    kind: 'gauge',
    step: DAY,
    lowerBound: 0,
  };
}

/** The measurement of how many series of a device, a NAS, a log source or the whole network are forecast badly. */
export const QUALITY_MEASUREMENT = 'forecast_quality';
export const QUALITY_FIELDS = ['untrusted', 'drifted'] as const;
export type QualityField = (typeof QUALITY_FIELDS)[number];

/** The series of such a number, a sample an hour. `tags` name what it is of; none is the whole network. */
export function qualitySeries(tags: Readonly<Record<string, string>>, field: QualityField): Series {
  const identity = { measurement: QUALITY_MEASUREMENT, tags, field };
  return { ...identity, unit: 'series', kind: 'gauge', step: HOUR, lowerBound: 0 };
}
