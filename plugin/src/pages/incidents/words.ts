import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { DAY } from '../../incidents/durations';
import { duration, localNumber } from '../../incidents/words';
import { Device } from '../devices/answers';
import { componentName } from '../devices/rows';
import { OneIncident } from './answers';

/** A lead as long as this is told in days. */
const LONG = 3 * DAY;

/** Grafana's names of the backend's units. */
const UNITS: Record<string, string> = {
  ...{ s: 's', ms: 'ms', octets: 'decbytes', percent: 'percent' },
  ...{ celsius: 'celsius', 'bits/s': 'bps', ratio: 'percentunit' },
};

/** A value with its unit. */
export function measure(value: number, unit: string): string {
  return formattedValueToString(getValueFormat(UNITS[unit] ?? 'short')(value));
}

/** How soon it is expected: "in 54 min", in whole days where that is long. */
export function leadWords(expectedAt: number | null, now: number): string {
  if (expectedAt === null || expectedAt <= now) {
    return t('incidents.any-moment', 'any moment');
  }
  const lead = expectedAt - now;
  const rounded = lead < LONG ? lead : Math.round(lead / DAY) * DAY;
  return t('incidents.in', 'in {{duration}}', { duration: duration(rounded) });
}

/** A probability in percent; never 0 or 100, which nobody can promise. */
export function probabilityWords(probability: number): string {
  return `${localNumber(Math.min(99, Math.max(1, Math.round(100 * probability))))} %`;
}

/** Where it is: device and component by name, NAS, direction. */
export function placeWords({ resource, qualifier }: OneIncident, devices: readonly Device[]): string {
  const { device: id, component, nas } = resource;
  const device = devices.find((one) => one.id === id);
  const part = component === undefined || !device ? component : componentName(device, component);
  return [device?.name ?? id, part, nas, directionOf(qualifier)].filter(Boolean).join(' · ');
}

function directionOf(qualifier: string): string {
  switch (qualifier) {
    case 'in':
      return t('incident-pages.in', 'in');
    case 'out':
      return t('incident-pages.out', 'out');
    default:
      return qualifier;
  }
}

/** When it began, or was foreseen. */
export const beganAt = ({ activeAt, predictedAt, changedAt }: OneIncident): number =>
  activeAt ?? predictedAt ?? changedAt;
