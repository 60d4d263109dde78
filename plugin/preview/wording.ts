import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { ComponentAnswer, DeviceAnswer, DeviceState, Phase, Severity, SymptomAnswer } from './api';
import { DAY, HOUR, MINUTE } from './durations';
import { deviceOf } from './incidents';
import { UNITS } from './units';

/** What an incident is, in the language of the page; the backend's own words for a kind that is not known here. */
export function incidentTitle({ kind, phase, title }: SymptomAnswer): string {
  const coming = phase === 'predicted' || phase === 'expired';
  switch (kind) {
    case 'link-load':
      return coming ? t('incident.coming.link-load', 'Link will be full') : t('incident.kind.link-load', 'Link full');
    case 'device-down':
      return coming
        ? t('incident.coming.device-down', 'Device will stop answering')
        : t('incident.kind.device-down', 'Device not answering');
    case 'temperature':
      return coming ? t('incident.coming.temperature', 'Will overheat') : t('incident.kind.temperature', 'Overheating');
    case 'cpu':
      return coming
        ? t('incident.coming.cpu', 'Processor will be overloaded')
        : t('incident.kind.cpu', 'Processor overloaded');
    case 'memory':
      return coming ? t('incident.coming.memory', 'Memory will be full') : t('incident.kind.memory', 'Memory full');
    case 'session-drop':
      return coming
        ? t('incident.coming.session-drop', 'Sessions will drop')
        : t('incident.kind.session-drop', 'Sessions dropped');
    default:
      return title;
  }
}

export function severityWord(severity: Severity): string {
  const words: Record<Severity, string> = {
    warning: t('incident.severity.warning', 'warning'),
    minor: t('incident.severity.minor', 'minor'),
    major: t('incident.severity.major', 'major'),
    critical: t('incident.severity.critical', 'critical'),
  };
  return words[severity];
}

export function phaseWord(phase: Phase): string {
  const words: Record<Phase, string> = {
    predicted: t('incident.phase.predicted', 'predicted'),
    active: t('incident.phase.active', 'broken'),
    clearing: t('incident.phase.clearing', 'recovering'),
    cleared: t('incident.phase.cleared', 'over'),
    expired: t('incident.phase.expired', 'did not happen'),
  };
  return words[phase];
}

export function stateWord(state: DeviceState): string {
  const words: Record<DeviceState, string> = {
    new: t('device.state.new', 'not asked yet'),
    up: t('device.state.up', 'up'),
    slow: t('device.state.slow', 'slow'),
    faulty: t('device.state.faulty', 'faulty answers'),
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

/** A duration in its two largest units: days and hours, hours and minutes, or minutes. */
export function duration(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / MINUTE));
  const count = (value: number, unit: 'day' | 'hour' | 'minute') =>
    value === 0 ? [] : [value.toLocaleString(language(), { style: 'unit', unit, unitDisplay: 'short' })];
  if (minutes === 0) {
    return (1).toLocaleString(language(), { style: 'unit', unit: 'minute', unitDisplay: 'short' }).replace('1', '< 1');
  }
  const [perDay, perHour] = [DAY / MINUTE, HOUR / MINUTE];
  return (
    minutes >= perDay
      ? [...count(Math.floor(minutes / perDay), 'day'), ...count(Math.floor((minutes % perDay) / perHour), 'hour')]
      : [...count(Math.floor(minutes / perHour), 'hour'), ...count(minutes % perHour, 'minute')]
  ).join(' ');
}

/** A time of the day, with its date when that is another day than now. */
export function clockTime(time: number, now: number, zone: string): string {
  const text = (format: string, of: number) => dateTimeFormat(of, { timeZone: zone, format });
  const today = text('YYYY-MM-DD', time) === text('YYYY-MM-DD', now);
  return text(today ? 'HH:mm' : 'MM-DD HH:mm', time);
}

/** A number as the page's language writes it. */
export function localNumber(count: number): string {
  return count.toLocaleString(language());
}

const language = () => document.documentElement.lang || 'en';
