import { SEVERITIES } from './incident.ts';
import type { Series } from './series.ts';
import { HOUR, MINUTE } from './targets.ts';

const gauge = (measurement: string, device: string, component: string, field: string, unit: string): Series => ({
  measurement,
  tags: { device, component },
  field,
  unit,
  kind: 'gauge',
  step: MINUTE,
});

/** 1 when the device answered a poll, 0 when it did not. */
export const answeredSeries = (device: string): Series => ({
  ...{ measurement: 'device', tags: { device }, field: 'answered', unit: 'ratio', kind: 'gauge', step: MINUTE },
  lowerBound: 0,
  upperBound: 1,
});

/** Milliseconds until the first answer of a poll. */
export const responseSeries = (device: string): Series => ({
  ...{ measurement: 'device', tags: { device }, field: 'response_time', unit: 'ms', kind: 'gauge', step: MINUTE },
  lowerBound: 0,
});

/** Processor load in percent. */
export const cpuSeries = (device: string, component: string): Series => ({
  ...gauge('cpu', device, component, 'load', 'percent'),
  lowerBound: 0,
  upperBound: 100,
});

/** Used part of a memory pool in percent. */
export const memorySeries = (device: string, component: string): Series => ({
  ...gauge('memory', device, component, 'used', 'percent'),
  lowerBound: 0,
  upperBound: 100,
});

/** Temperature in degrees Celsius. */
export const temperatureSeries = (device: string, component: string): Series =>
  gauge('temperature', device, component, 'celsius', 'celsius');

/** Measurement of what devices report of themselves. */
export const DEVICE_ALARM = 'device_alarm';

/**
 * What a device reports of itself, by kind of incident, and of an interface (`component`) or another part of it: the
 * severity as its place in SEVERITIES counted from 1, or 0 when nothing is wrong.
 */
export const alarmSeries = (
  device: string,
  kind: string,
  about: { readonly component?: string; readonly part?: string },
): Series => ({
  ...{ measurement: DEVICE_ALARM, tags: { device, ...about }, field: kind.replaceAll('-', '_'), unit: 'severity' },
  ...{ kind: 'gauge', step: MINUTE, lowerBound: 0, upperBound: SEVERITIES.length },
});

export const INTERFACE_FIELDS = {
  in_bits_per_second: 'bits/s',
  out_bits_per_second: 'bits/s',
  in_errors_per_second: 'errors/s',
  out_errors_per_second: 'errors/s',
} as const;
export type InterfaceField = keyof typeof INTERFACE_FIELDS;

/** Tells the series of an interface from those of others. */
export type InterfaceTags = { readonly device: string; readonly component: string };

/**
 * A flow through an interface in steps of so many milliseconds; traffic is bounded by the speed (bits per second) where that
 * is known.
 */
export function interfaceSeries(
  tags: InterfaceTags,
  field: InterfaceField,
  speed: number | null,
  step = MINUTE,
): Series {
  const unit = INTERFACE_FIELDS[field];
  return speed !== null && speed > 0 && unit === 'bits/s'
    ? { measurement: 'interface', tags, field, unit, kind: 'rate', step, lowerBound: 0, upperBound: speed }
    : { measurement: 'interface', tags, field, unit, kind: 'rate', step, lowerBound: 0 };
}

/** Measurements in steps of minutes of which something is averaged to longer steps and forecast. */
export const FORECAST_MEASUREMENTS = ['cpu', 'memory', 'temperature', 'interface', 'sessions'] as const;

/** True for a series in steps of minutes that is averaged to longer steps and forecast. */
export const isForecastInSteps = ({ measurement, tags, step, unit }: Series): boolean =>
  FORECAST_MEASUREMENTS.some((known) => known === measurement) &&
  tags.step === undefined &&
  step < HOUR &&
  unit !== INTERFACE_FIELDS.in_errors_per_second;
