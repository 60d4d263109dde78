import { DeviceAnswer, SeriesAnswer } from './api';
import { Chart, deviceCharts, isOfChart, leadingCharts } from './charts';
import { troubledFirst } from './devices';
import { devices } from './testAnswers';

const [core, bras] = devices;

const current = (chart: Chart | undefined, value: number | null): SeriesAnswer[] =>
  chart ? [{ ...chart, key: chart.id, unit: '', step: 900_000, times: [0, 900_000], values: [value, null] }] : [];
const chartOf = (device: DeviceAnswer, id: string) => deviceCharts(device, []).find((chart) => chart.id === id);

describe('the charts of a device', () => {
  it('are one for each value of its components, for its sessions and its time to answer', () => {
    expect(deviceCharts(bras, []).map(({ id }) => id)).toEqual([
      'cpu 1 load',
      'memory 1 used',
      'temperature 1006 celsius',
      'sessions 10.0.0.2',
      'interface GE0/0/1 in_bits_per_second',
      'interface GE0/0/1 out_bits_per_second',
      'response',
    ]);
  });

  it('show the busiest link first, by its speed', () => {
    const links = (values: SeriesAnswer[]) =>
      deviceCharts(core, values).flatMap(({ measurement, tags }) =>
        measurement === 'interface' ? [tags.component] : []
      );
    const slow = current(chartOf(core, 'interface ether2 in_bits_per_second'), 0.9e9);
    const fast = current(chartOf(core, 'interface ether1 in_bits_per_second'), 5e9);
    expect(links([...fast, ...slow])).toEqual(['ether2', 'ether2', 'ether1', 'ether1']);
    expect(links(fast)).toEqual(['ether1', 'ether1', 'ether2', 'ether2']);
  });
});

describe('the leading charts of a device', () => {
  const two: DeviceAnswer = { ...core, components: [...core.components, { ...core.components[0], id: '2' }] };
  const load = [...current(chartOf(two, 'cpu 1 load'), 20), ...current(chartOf(two, 'cpu 2 load'), 70)];
  const ids = (charts: Chart[]) => charts.map(({ id }) => id);

  it('are one of each kind, the one with the highest value', () => {
    expect(ids(leadingCharts(two, load, []))).toEqual([
      'cpu 2 load',
      'memory 65536 used',
      'temperature 1006 celsius',
      'interface ether1 in_bits_per_second',
    ]);
  });

  it('prefer the one with an incident', () => {
    const incident = { measurement: 'cpu', tags: { device: 'core-1', component: '1' }, field: 'load' };
    expect(ids(leadingCharts(two, load, [incident]))[0]).toBe('cpu 1 load');
  });
});

describe('a chart', () => {
  const chart = { measurement: 'cpu', field: 'load', tags: { device: 'a', component: '1' } };

  it('means the series with its tags, whatever others it has', () => {
    expect(isOfChart({ ...chart, tags: { ...chart.tags, step: '5m' } }, chart)).toBe(true);
    expect(isOfChart({ ...chart, tags: { device: 'a' } }, chart)).toBe(false);
    expect(isOfChart({ ...chart, tags: { ...chart.tags, component: '2' } }, chart)).toBe(false);
    expect(isOfChart({ ...chart, field: 'used' }, chart)).toBe(false);
  });
});

describe('the order of devices', () => {
  it('is that of their incidents, causes before symptoms, then that of their states', () => {
    const calm = devices.map((device) => ({ ...device, incidents: [] }));
    expect(troubledFirst(calm, []).map(({ state }) => state)).toEqual([
      'unreachable',
      'unreachable',
      'unreachable',
      'slow',
      'up',
      'new',
    ]);
    const last = { ...calm[5], incidents: ['root'] };
    const behind = { ...calm[2], incidents: ['symptom'] };
    const incidents = [
      { id: 'other', symptoms: [{ id: 'symptom' }] },
      { id: 'root', symptoms: [] },
    ] as unknown as Parameters<typeof troubledFirst>[1];
    const ordered = troubledFirst([...calm.slice(0, 2), behind, ...calm.slice(3, 5), last], incidents);
    expect(ordered.slice(0, 2)).toEqual([last, behind]);
  });
});
