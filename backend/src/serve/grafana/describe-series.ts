import type { DeviceStatus } from '../../model/device.ts';
import type { Series } from '../../model/series.ts';
import { pageOf } from './asking.ts';

/** Grafana's names of our units. */
const UNITS: Readonly<Record<string, string>> = {
  s: 's',
  ms: 'ms',
  octets: 'decbytes',
  percent: 'percent',
  celsius: 'celsius',
  'bits/s': 'bps',
  ratio: 'percentunit',
  rpm: 'rotrpm',
  volts: 'volt',
  amperes: 'amp',
  watts: 'watt',
  hertz: 'hertz',
  dbm: 'dBm',
};

/** Grafana's name of a unit. */
export const grafanaUnit = (unit: string): string => UNITS[unit] ?? 'short';

/** Names a series for people: the device and its component by name, then the field in words. */
export function seriesNames(devices: readonly DeviceStatus[]): (series: Series) => string {
  const byId = new Map(devices.map((status) => [status.device.id, status]));
  return ({ tags, field, measurement }) => {
    const status = tags.device === undefined ? undefined : byId.get(tags.device);
    const component = status?.components.find(({ id }) => id === tags.component);
    const place = [
      ...[status?.device.name ?? tags.device, component ? component.name || component.alias : tags.component],
      ...[tags.nas, tags.realm, tags.reason, tags.step],
    ].filter((part) => part !== undefined && part !== '');
    const what = measurement === 'radius' ? field : `${measurement} ${field.replaceAll('_', ' ')}`;
    return [...place, what].join(' · ');
  };
}

/** Grafana's configuration of a field that holds values of a series. */
export function seriesConfig({ unit, lowerBound, upperBound, tags }: Series, displayName: string) {
  return {
    unit: grafanaUnit(unit),
    displayNameFromDS: displayName,
    ...(unit === 'percent' || unit === 'ratio' ? { min: lowerBound, max: upperBound } : {}),
    ...(tags.device === undefined
      ? {}
      : { links: [{ title: 'Device', url: pageOf('devices', encodeURIComponent(tags.device)) }] }),
  };
}
