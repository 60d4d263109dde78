import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { localNumber } from '../../incidents/words';
import { Sensor } from './answers';

/** How a value stands to the limits that the device itself has. */
export type Standing = 'none' | 'in-order' | 'warning' | 'critical';

export function standingOf({ kind, value, limits }: Sensor): Standing {
  if (value === null) {
    return 'none';
  }
  if (kind === 'state') {
    return value >= 2 ? 'critical' : value >= 1 ? 'warning' : 'in-order';
  }
  const { lowCritical = -Infinity, lowWarning = -Infinity, highWarning = Infinity, highCritical = Infinity } = limits;
  if (value <= lowCritical || value >= highCritical) {
    return 'critical';
  }
  if (value <= lowWarning || value >= highWarning) {
    return 'warning';
  }
  return Object.keys(limits).length > 0 ? 'in-order' : 'none';
}

const RANKS: Record<Standing, number> = { critical: 0, warning: 1, 'in-order': 2, none: 2 };

/** The sensors, those beyond a limit first, then kind by kind. */
export const sensorRows = (sensors: readonly Sensor[]): Sensor[] =>
  [...sensors].sort((one, other) => RANKS[standingOf(one)] - RANKS[standingOf(other)]);

const FORMATS: Record<string, string> = {
  ...{ celsius: 'celsius', rpm: 'rotrpm', volts: 'volt', amperes: 'amp', watts: 'watt', hertz: 'hertz' },
  ...{ percent: 'percent', dbm: 'dBm', s: 's' },
};

/** A value with its unit. */
export function sensorValue({ kind, value, unit }: Sensor): string {
  if (value === null) {
    return '–';
  }
  if (kind === 'state') {
    return standingWord(value >= 2 ? 'critical' : value >= 1 ? 'warning' : 'in-order');
  }
  return unit === 'sessions' || unit === 'connections' ? localNumber(value) : numberWithUnit(value, unit);
}

const numberWithUnit = (value: number, unit: string) =>
  formattedValueToString(getValueFormat(FORMATS[unit] ?? 'short')(value));

/** Between which values all is well, as the device sees it; the limits of warnings where it has them. */
export function limitWords({ unit, limits }: Sensor): string {
  const low = limits.lowWarning ?? limits.lowCritical;
  const high = limits.highWarning ?? limits.highCritical;
  if (low === undefined && high === undefined) {
    return '';
  }
  return [low, high]
    .map((limit) => (limit === undefined ? '' : numberWithUnit(limit, unit)))
    .join(' … ')
    .trim();
}

export function standingWord(standing: Standing): string {
  switch (standing) {
    case 'critical':
      return t('devices.sensor.critical', 'critical');
    case 'warning':
      return t('devices.sensor.warning', 'warning');
    case 'in-order':
      return t('devices.sensor.in-order', 'in order');
    case 'none':
      return '';
  }
}

/** What a sensor measures; the kind itself where the backend knows more kinds than this plugin. */
export function sensorKind(kind: string): string {
  const words: Record<string, string> = {
    temperature: t('devices.sensor.temperature', 'Temperature'),
    fan: t('devices.sensor.fan', 'Fan'),
    voltage: t('devices.sensor.voltage', 'Voltage'),
    current: t('devices.sensor.current', 'Current'),
    power: t('devices.sensor.power', 'Power'),
    frequency: t('devices.sensor.frequency', 'Frequency'),
    humidity: t('devices.sensor.humidity', 'Humidity'),
    optical: t('devices.sensor.optical', 'Optical power'),
    battery: t('devices.sensor.battery', 'Battery charge'),
    runtime: t('devices.sensor.runtime', 'Battery lasts'),
    load: t('devices.sensor.load', 'Output load'),
    state: t('devices.sensor.state', 'State'),
    sessions: t('devices.sensor.sessions', 'Sessions'),
    connections: t('devices.sensor.connections', 'Connections'),
  };
  return words[kind] ?? kind;
}
