import type { Series } from './series.ts';
import { MINUTE } from './targets.ts';

/** What is measured of each kind of sensor: the field of its series, named after the unit, and the unit. */
export const SENSORS = {
  fan: { field: 'rpm', unit: 'rpm' },
  voltage: { field: 'volts', unit: 'volts' },
  current: { field: 'amperes', unit: 'amperes' },
  power: { field: 'watts', unit: 'watts' },
  frequency: { field: 'hertz', unit: 'hertz' },
  humidity: { field: 'percent', unit: 'percent' },
  /** Power of light, received or transmitted. */
  optical: { field: 'dbm', unit: 'dbm' },
  /** What is left of the charge of a battery. */
  battery: { field: 'percent', unit: 'percent' },
  /** How long a battery lasts. */
  runtime: { field: 'seconds', unit: 's' },
  /** What an uninterruptible power supply feeds, in parts of what it can. */
  load: { field: 'percent', unit: 'percent' },
  /** 0: in order, 1: warning, 2: critical. */
  state: { field: 'level', unit: 'level' },
  /** Subscriber sessions that the device holds. */
  sessions: { field: 'active', unit: 'sessions' },
  /** Connections that a firewall keeps. */
  connections: { field: 'active', unit: 'connections' },
} as const;

export type SensorKind = keyof typeof SENSORS;

export const SENSOR_KINDS = Object.keys(SENSORS) as SensorKind[];

const LIMITS = ['lowCritical', 'lowWarning', 'highWarning', 'highCritical'] as const;
export const LIMIT_NAMES: readonly LimitName[] = LIMITS;
export type LimitName = (typeof LIMITS)[number];

/** Where the device itself sees something wrong, in the unit of the sensor; a limit that it does not have is absent. */
export type Limits = { readonly [Name in LimitName]?: number };

export interface SensorReading {
  readonly kind: SensorKind;
  readonly index: string;
  readonly description: string;
  /** In the unit of its kind. */
  readonly value: number | null;
  /** Absent where the device tells none. */
  readonly limits?: Limits;
  /** When it was read, epoch milliseconds UTC, of what is not read at every poll; absent of what is. */
  readonly readAt?: number;
}

/** The step of what is not read at every poll, milliseconds: it is read about every ten minutes, so that no step is empty. */
export const SLOW_STEP = 15 * MINUTE;

/** What a sensor measures. */
export function sensorSeries(device: string, component: string, kind: SensorKind): Series {
  const { field, unit } = SENSORS[kind];
  const series: Series = { measurement: kind, tags: { device, component }, field, unit, kind: 'gauge', step: MINUTE };
  if (kind === 'humidity' || kind === 'battery') return { ...series, lowerBound: 0, upperBound: 100 };
  return kind === 'sessions' || kind === 'connections' || kind === 'load' || kind === 'fan'
    ? { ...series, lowerBound: 0 }
    : series;
}
