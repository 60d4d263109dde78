import { metaOf } from '../src/forecast-panel/frames';
import { SeriesAnswer } from './api';
import { deviceCharts } from './charts';
import { chartFrame, measuredOf } from './readCharts';
import { devices, incidents } from './testAnswers';

const [core] = devices;

function frameOf(id: string, unit: string) {
  const chart = deviceCharts(core, []).find((one) => one.id === id);
  if (!chart) {
    throw new Error(`no chart ${id}`);
  }
  const series: SeriesAnswer = { ...chart, key: id, unit, step: 300_000, times: [0], values: [1] };
  return chartFrame({ chart, series, forecast: undefined }, core, incidents, 5);
}

describe('the frame of a chart of a device', () => {
  it('carries the incidents that touch it, and the limit in its own unit', () => {
    const { incidents: marked, threshold } = metaOf(frameOf('interface ether1 out_bits_per_second', 'bits/s'));
    expect(marked?.map(({ title, phase }) => [title, phase])).toEqual([['Link will be full', 'predicted']]);
    expect(threshold).toBe(9e9);
  });

  it('carries nothing when nothing touches it', () => {
    const meta = metaOf(frameOf('cpu 1 load', 'percent'));
    expect(meta.incidents).toEqual([]);
    expect(meta.threshold).toBeUndefined();
  });
});

describe('what was measured for a chart', () => {
  const [chart] = deviceCharts(core, []);
  const of = (step: string | undefined, times: number[]): SeriesAnswer => ({
    ...chart,
    key: step ?? '',
    tags: step ? { ...chart.tags, step } : chart.tags,
    unit: 'percent',
    step: 10,
    times,
    values: times.map((time) => (step ? time : -time)),
  });

  it('is the series in its step, and after its end that in the step of the polls', () => {
    const found = measuredOf([of('5m', [99]), of(undefined, [20, 30, 40]), of('1h', [10, 20, 30])], chart, '1h');
    expect(found?.times).toEqual([10, 20, 30, 40]);
    expect(found?.values).toEqual([10, 20, 30, -40]);
  });

  it('is the one there is, when the other has nothing', () => {
    expect(measuredOf([of(undefined, [20]), of('1h', [])], chart, '1h')?.times).toEqual([20]);
    expect(measuredOf([of(undefined, []), of('1h', [10])], chart, '1h')?.times).toEqual([10]);
    expect(measuredOf([of('1h', [10])], chart, '1h')?.times).toEqual([10]);
    expect(measuredOf([], chart, '1h')).toBeUndefined();
  });
});
