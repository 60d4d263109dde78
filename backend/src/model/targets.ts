import type { Series } from './series.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** The ten hourly targets of the original service, under their original names, with unit and kind. */
export const TARGETS = {
  start_stop_alige_count_: { unit: 'events', kind: 'count' },
  start_stop_alige_count_Alive: { unit: 'events', kind: 'count' },
  start_stop_alige_count_Start: { unit: 'events', kind: 'count' },
  start_stop_alige_count_Stop: { unit: 'events', kind: 'count' },
  'type__count_Billing-Accounting': { unit: 'events', kind: 'count' },
  'type__count_Billing-Authentication': { unit: 'events', kind: 'count' },
  mean_delay: { unit: 's', kind: 'gauge' },
  mean_input_trafic: { unit: 'octets', kind: 'gauge' },
  mean_output_trafic: { unit: 'octets', kind: 'gauge' },
  count_failed: { unit: 'events', kind: 'count' },
} as const;

export type TargetName = keyof typeof TARGETS;
export const TARGET_NAMES = Object.keys(TARGETS) as TargetName[];

/** The hourly series of one target of one log source. */
export function targetSeries(source: string, target: TargetName): Series {
  return { measurement: 'radius', tags: { source }, field: target, ...TARGETS[target], step: HOUR, lowerBound: 0 };
}

/** Active subscriber sessions of one NAS, a sample each minute. */
export function sessionSeries(source: string, nas: string): Series {
  const identity = { measurement: 'sessions', tags: { nas, source }, field: 'active' };
  return { ...identity, unit: 'sessions', kind: 'gauge', step: MINUTE, lowerBound: 0 };
}
