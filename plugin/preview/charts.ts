import { t } from '@grafana/i18n';

import { ComponentAnswer, ComponentKind, DeviceAnswer, SeriesAnswer, SeriesIdentity } from './api';

/** A series of a device as it is shown. Its tags may be fewer than those of the series it means. */
export interface Chart extends SeriesIdentity {
  /** Unique within the device; stands in the address. */
  id: string;
  title: string;
  /** The title where it stands for the whole device. */
  short: string;
  /** Bits per second, of a link whose speed is known. */
  speed: number | null;
}

const FIELDS: Record<ComponentKind, string[]> = {
  cpu: ['load'],
  memory: ['used'],
  temperature: ['celsius'],
  interface: ['in_bits_per_second', 'out_bits_per_second'],
};

/** All that is charted of a device; links by their load, the busiest first. */
export function deviceCharts(device: DeviceAnswer, current: SeriesAnswer[]): Chart[] {
  const kinds: ComponentKind[] = ['cpu', 'memory', 'temperature', 'interface'];
  const [cpu, memory, temperature, links] = kinds.map((kind) =>
    device.components.filter((component) => component.kind === kind)
  );
  const loadOf = (link: ComponentAnswer) =>
    Math.max(...componentCharts(device, link).map((chart) => share(chart, current)));
  const byLoad = links
    .map((link) => ({ link, load: loadOf(link) }))
    .sort((one, other) => other.load - one.load)
    .map(({ link }) => link);
  return [
    ...[...cpu, ...memory, ...temperature].flatMap((component) => componentCharts(device, component)),
    ...device.nas.map((nas) => sessionChart(nas)),
    ...byLoad.flatMap((link) => componentCharts(device, link)),
    ...responseCharts(device),
  ];
}

/**
 * The processor with the highest load, the fullest memory, the hottest sensor, the busiest link, and the sessions; where an
 * incident shows in another one of its kind, that one.
 */
export function leadingCharts(device: DeviceAnswer, current: SeriesAnswer[], incidents: SeriesIdentity[]): Chart[] {
  const charts = deviceCharts(device, current);
  const rank = (chart: Chart) => (incidents.some((series) => isOfChart(series, chart)) ? 1e6 : share(chart, current));
  const leading = ['cpu', 'memory', 'temperature', 'interface'].flatMap((measurement) => {
    const ranked = charts
      .filter((chart) => chart.measurement === measurement)
      .map((chart) => ({ chart, rank: rank(chart) }))
      .sort((one, other) => other.rank - one.rank);
    return ranked.slice(0, 1).map(({ chart }) => chart);
  });
  return [...leading, ...charts.filter(({ measurement }) => measurement === 'sessions')];
}

/** True when a series is the one a chart means: forecasts carry their step as a further tag. */
export function isOfChart({ measurement, field, tags }: SeriesIdentity, chart: SeriesIdentity): boolean {
  return (
    measurement === chart.measurement &&
    field === chart.field &&
    Object.entries(chart.tags).every(([name, value]) => tags[name] === value)
  );
}

/** The newest value, of a link in parts of its speed; below all values when there is none. */
function share(chart: Chart, current: SeriesAnswer[]): number {
  const value = current.find((series) => isOfChart(series, chart))?.values.findLast((one) => one !== null);
  if (value == null) {
    return -1;
  }
  // A link of unknown speed comes after those whose speed is known.
  return chart.measurement === 'interface' ? value / (chart.speed ?? 1e15) : value;
}

function componentCharts(device: DeviceAnswer, component: ComponentAnswer): Chart[] {
  return FIELDS[component.kind].map((field) => ({
    id: [component.kind, component.id, field].join(' '),
    title: componentTitle(component, field),
    short: component.kind === 'interface' ? linkTitle(component, field) : kindTitle(component.kind),
    measurement: component.kind,
    field,
    tags: { device: device.id, component: component.id },
    speed: component.kind === 'interface' ? component.speedBitsPerSecond : null,
  }));
}

function sessionChart(nas: string): Chart {
  return {
    id: `sessions ${nas}`,
    title: t('device.chart.sessions', 'Sessions of {{nas}}', { nas }),
    short: t('device.short.sessions', 'Sessions'),
    measurement: 'sessions',
    field: 'active',
    tags: { nas },
    speed: null,
  };
}

function responseCharts({ id }: DeviceAnswer): Chart[] {
  const title = t('device.chart.response', 'Time to answer');
  const identity = { measurement: 'device', field: 'response_time', tags: { device: id } };
  return [{ id: 'response', title, short: title, ...identity, speed: null }];
}

/** The direction goes first: names of links are long, and what does not fit is cut off. */
function linkTitle({ id, name }: ComponentAnswer, field: string): string {
  const part = name || id;
  return field === 'in_bits_per_second'
    ? t('device.short.in', 'In {{part}}', { part })
    : t('device.short.out', 'Out {{part}}', { part });
}

function kindTitle(kind: Exclude<ComponentKind, 'interface'>): string {
  const titles = {
    cpu: t('device.short.cpu', 'Processor'),
    memory: t('device.short.memory', 'Memory'),
    temperature: t('device.short.temperature', 'Temperature'),
  };
  return titles[kind];
}

function componentTitle({ kind, id, name }: ComponentAnswer, field: string): string {
  const part = name || id;
  switch (kind) {
    case 'cpu':
      return t('device.chart.cpu', 'Processor: {{part}}', { part });
    case 'memory':
      return t('device.chart.memory', 'Memory: {{part}}', { part });
    case 'temperature':
      return t('device.chart.temperature', 'Temperature: {{part}}', { part });
    case 'interface':
      return field === 'in_bits_per_second'
        ? t('device.chart.in', '{{part}} in', { part })
        : t('device.chart.out', '{{part}} out', { part });
  }
}
