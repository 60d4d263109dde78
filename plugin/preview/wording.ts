import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { localNumber } from '../src/incidents/words';
import { ComponentAnswer, DeviceAnswer, DeviceState, SymptomAnswer } from './api';
import { deviceOf } from './incidents';
import { UNITS } from './units';

export function stateWord(state: DeviceState): string {
  const words: Record<DeviceState, string> = {
    new: t('device.state.new', 'not asked yet'),
    up: t('device.state.up', 'up'),
    slow: t('device.state.slow', 'slow'),
    faulty: t('device.state.faulty', 'faulty answers'),
    'auth failed': t('device.state.auth-failed', 'refuses the credentials'),
    'wrong profile': t('device.state.wrong-profile', 'wrong profile'),
    unreachable: t('device.state.unreachable', 'does not answer'),
  };
  return words[state];
}

/** A fault of the demo network; its own name when it is not known here. */
export function faultWord(kind: string): string {
  const words: Record<string, string> = {
    'link-filling': t('fault.link-filling', 'Link filling up'),
    'device-dead': t('fault.device-dead', 'Device dead'),
    overheating: t('fault.overheating', 'Overheating'),
    'memory-leak': t('fault.memory-leak', 'Memory leak'),
    'cpu-storm': t('fault.cpu-storm', 'Processor storm'),
    'bras-failure': t('fault.bras-failure', 'BRAS failure'),
  };
  return words[kind] ?? kind;
}

/** Where an incident is: part of the device, NAS, site; the name of the device goes before. */
export function placeOf(incident: SymptomAnswer, devices: DeviceAnswer[]): string {
  const { component, nas } = incident.resource;
  const part = componentOf(incident, devices);
  const name = part?.name || component;
  const alias = part?.alias && part.alias !== name ? `${name} (${part.alias})` : name;
  const field = incident.series.field;
  const direction = field.startsWith('in_')
    ? t('incident.direction.in', 'in')
    : field.startsWith('out_')
      ? t('incident.direction.out', 'out')
      : undefined;
  const link = [alias, component === undefined ? undefined : direction].filter(Boolean).join(' ');
  return [link, nas, deviceOf(incident, devices)?.site].filter(Boolean).join(' · ');
}

function componentOf(incident: SymptomAnswer, devices: DeviceAnswer[]): ComponentAnswer | undefined {
  const { resource, series } = incident;
  return deviceOf(incident, devices)?.components.find(
    ({ id, kind }) => id === resource.component && kind === series.measurement
  );
}

/** A value with its unit, as people write it. */
export function measure(value: number, unit: string): string {
  if (unit === 'sessions') {
    return localNumber(Math.round(value));
  }
  const format = getValueFormat(UNITS[unit] ?? 'short');
  if (unit === 'bits/s') {
    return formattedValueToString(format(value));
  }
  const whole = unit === 'percent' ? 10 : 100;
  return formattedValueToString(format(value, Math.abs(value) >= whole || Number.isInteger(value) ? 0 : 1));
}

/** The value against what it is held against, of a link in parts of its speed; undefined where that says nothing new. */
export function evidence(incident: SymptomAnswer, devices: DeviceAnswer[]): string | undefined {
  const { kind, phase, value, worst, threshold, expected, unit } = incident;
  const shown = phase === 'cleared' || phase === 'expired' ? worst : value;
  if (kind === 'device-down' || shown === null) {
    return undefined;
  }
  if (expected !== null) {
    return t('incident.against.expected', '{{value}} of {{expected}} expected', {
      value: measure(shown, unit),
      expected: measure(expected, unit),
    });
  }
  const speed = unit === 'bits/s' ? componentOf(incident, devices)?.speedBitsPerSecond : undefined;
  const text = (one: number) => (speed ? measure((100 * one) / speed, 'percent') : measure(one, unit));
  const now = speed
    ? t('incident.share', '{{share}} of {{speed}}', { share: text(shown), speed: measure(speed, unit) })
    : text(shown);
  return t('incident.against.threshold', '{{value}}, limit {{threshold}}', { value: now, threshold: text(threshold) });
}

/** A time of the day, with its date when that is another day than now. */
export function clockTime(time: number, now: number, zone: string): string {
  const text = (format: string, of: number) => dateTimeFormat(of, { timeZone: zone, format });
  const today = text('YYYY-MM-DD', time) === text('YYYY-MM-DD', now);
  return text(today ? 'HH:mm' : 'MM-DD HH:mm', time);
}
