import { metaOf } from '../src/forecast-panel/frames';
import { SeriesAnswer } from './api';
import { deviceCharts } from './charts';
import { chartFrame } from './readCharts';
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
