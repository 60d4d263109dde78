import { readFrame } from '../src/forecast-panel/frames';
import { ForecastAnswer, SeriesAnswer } from './api';
import { forecastFrame } from './forecastFrame';

const HOUR = 3_600_000;
const description = { key: 'k', measurement: 'radius', tags: {}, field: 'f', unit: 'octets', step: HOUR };
const columns = (times: number[], mean: number[]) => {
  const bound = (by: number) => mean.map((value) => value + by);
  return { times, mean, lower80: bound(-1), upper80: bound(1), lower95: bound(-2), upper95: bound(2) };
};

describe('the frame of a series', () => {
  const series: SeriesAnswer = { ...description, times: [0, HOUR, 2 * HOUR], values: [1, null, 3] };
  const forecast: ForecastAnswer = {
    series: description,
    learning: 0,
    origin: 2 * HOUR,
    newest: columns([3 * HOUR, 4 * HOUR], [30, 40]),
    leads: { '1': columns([HOUR, 2 * HOUR, 3 * HOUR], [10, 20, 99]) },
  };

  it('has predictions one step ahead for the past and the newest forecast after its origin', () => {
    const { times, columns: read } = readFrame(forecastFrame('Title', series, forecast, 5 * HOUR));
    expect(times).toEqual([0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]);
    expect(read.real).toEqual([1, null, 3, null, null]);
    expect(read.mean).toEqual([null, 10, 20, 30, 40]);
    expect(read.upper95).toEqual([null, 12, 22, 32, 42]);
  });

  it('keeps a step without any value as a gap', () => {
    const far = { ...forecast, newest: columns([6 * HOUR], [60]) };
    expect(readFrame(forecastFrame('Title', series, far, 0)).times).toHaveLength(7);
  });

  it('carries unit, clock and learning state', () => {
    const frame = forecastFrame(
      'Title',
      series,
      { ...forecast, origin: null, learning: 7, leads: {}, newest: columns([], []) },
      5
    );
    expect(frame.meta?.custom).toEqual({ now: 5, learningHours: 7 });
    expect(frame.fields.find(({ name }) => name === 'real')?.config.unit).toBe('decbytes');
    expect(forecastFrame('Title', { ...series, times: [], values: [] }, undefined, 5).length).toBe(0);
  });
});
