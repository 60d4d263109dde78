import { t } from '@grafana/i18n';

import { DAY, HOUR, MINUTE } from './durations';

export type Phase = 'predicted' | 'active' | 'clearing' | 'cleared' | 'expired';
export type Severity = 'warning' | 'minor' | 'major' | 'critical';

interface Named {
  kind: string;
  phase: Phase;
  /** In English words. */
  title: string;
}

/** What an incident is, in the language of the reader; the backend's own words for a kind that is not known here. */
export function incidentTitle({ kind, phase, title }: Named): string {
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
    case 'mass-disconnect':
      return t('incident.kind.mass-disconnect', 'Sessions stopped at once');
    case 'login-failures':
      return t('incident.kind.login-failures', 'Subscribers are refused');
    case 'radius-delay':
      return t('incident.kind.radius-delay', 'RADIUS server slow');
    case 'zero-traffic':
      return t('incident.kind.zero-traffic', 'Sessions without traffic');
    case 'subscriber-anomalies':
      return t('incident.kind.subscriber-anomalies', 'Many subscribers with anomalies');
    case 'forecast-untrusted':
      return t('incident.kind.forecast-untrusted', 'Forecasts not to be trusted');
    case 'forecast-drift':
      return t('incident.kind.forecast-drift', 'Behaviour has changed');
    case 'log-silent':
      return t('incident.kind.log-silent', 'Log source silent');
    case 'log-unreadable':
      return t('incident.kind.log-unreadable', 'Log mostly unreadable');
    case 'interface-down':
      return t('incident.kind.interface-down', 'Interface down');
    case 'neighbour-lost':
      return t('incident.kind.neighbour-lost', 'Routing neighbour lost');
    case 'power-failure':
      return t('incident.kind.power-failure', 'Power failure');
    case 'cooling-failure':
      return t('incident.kind.cooling-failure', 'Cooling failure');
    case 'overheating':
      return t('incident.kind.overheating', 'Device reports heat');
    case 'device-alarm':
      return t('incident.kind.device-alarm', 'Device reports a fault');
    case 'authentication-failure':
      return t('incident.kind.authentication-failure', 'SNMP authentication failures');
    case 'restart':
      return t('incident.kind.restart', 'Device restarted');
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

/** A number as the page's language writes it. */
export function localNumber(count: number): string {
  return count.toLocaleString(language());
}

const language = () => document.documentElement.lang || 'en';
