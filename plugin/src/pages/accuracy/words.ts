import { t } from '@grafana/i18n';

import { duration, localNumber } from '../../incidents/words';
import { directionWord } from '../devices/words';
import { Accuracy } from './answers';
import { Fit, Verdict } from './verdict';

/** What is forecast, as the page offers it. */
export const MEASUREMENTS = ['radius', 'sessions', 'traffic', 'cpu', 'memory', 'temperature', 'interface'] as const;
type Measurement = (typeof MEASUREMENTS)[number];

/** What is forecast, in words. */
export function measurementWord(measurement: Measurement): string {
  switch (measurement) {
    case 'radius':
      return t('accuracy.of.radius', 'RADIUS counters');
    case 'sessions':
      return t('accuracy.of.sessions', 'Sessions');
    case 'traffic':
      return t('accuracy.of.traffic', 'Traffic of subscribers');
    case 'cpu':
      return t('accuracy.of.cpu', 'Processor load');
    case 'memory':
      return t('accuracy.of.memory', 'Memory');
    case 'temperature':
      return t('accuracy.of.temperature', 'Temperature');
    case 'interface':
      return t('accuracy.of.interface', 'Traffic of interfaces');
  }
}

export function verdictWord(verdict: Verdict, { learning }: Pick<Accuracy, 'learning'>): string {
  switch (verdict) {
    case 'trust':
      return t('accuracy.verdict.trust', 'Trusted');
    case 'care':
      return t('accuracy.verdict.care', 'With care');
    case 'doubt':
      return t('accuracy.verdict.doubt', 'Not trusted');
    case 'unknown':
      return learning > 0
        ? t('accuracy.verdict.learning', 'Learning, {{hours}} h', { hours: localNumber(Math.ceil(learning)) })
        : t('accuracy.verdict.unknown', 'Too few');
  }
}

export function fitWord(fit: Fit): string {
  switch (fit) {
    case 'right':
      return t('accuracy.fit.right', 'as promised');
    case 'wide':
      return t('accuracy.fit.wide', 'wider than need be');
    case 'narrow':
      return t('accuracy.fit.narrow', 'somewhat too narrow');
    case 'too-narrow':
      return t('accuracy.fit.too-narrow', 'too narrow');
  }
}

/** How long before its time a forecast was made. */
export function aheadWord({ lead, series }: Pick<Accuracy, 'lead' | 'series'>): string {
  return t('accuracy.ahead', '{{time}} before', {
    time: duration(lead * series.step),
    interpolation: { escapeValue: false },
  });
}

/** A measure with so many decimals; a dash where it is not known. */
export function measured(value: number | null, decimals: number): string {
  const language = document.documentElement.lang || 'en';
  const form = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return value === null ? '–' : value.toLocaleString(language, form);
}

/** What people call a series: its device and component, then what is measured. */
export function seriesName(
  { measurement, tags, field }: Accuracy['series'],
  nameOf: (device: string, component: string | undefined) => string[]
): string {
  const { device, component, nas } = tags;
  const place = device === undefined ? [] : nameOf(device, component);
  const known = MEASUREMENTS.find((one) => one === measurement);
  const what =
    known === undefined || known === 'radius'
      ? field
      : `${measurementWord(known)}${known === 'interface' || known === 'traffic' ? `, ${directionWord(field)}` : ''}`;
  return [...place, ...(nas === undefined ? [] : [nas]), what].join(' · ');
}
