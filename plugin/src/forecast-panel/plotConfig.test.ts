import { createTheme } from '@grafana/data';

import { lonely, plotConfig } from './plotConfig';
import { Part } from './types';

const config = (hidden: Part[]) =>
  plotConfig({
    theme: createTheme(),
    timeZone: 'utc',
    field: undefined,
    hidden: new Set(hidden),
    nowLabel: 'now',
    getRange: () => [0, 1],
    getNow: () => 0,
  }).getConfig();

describe('the plot', () => {
  it('never joins values over a gap', () => {
    const { series } = config([]);
    expect(series).toHaveLength(7);
    for (const one of series.slice(1)) {
      expect(one.spanGaps).toBe(false);
    }
  });

  it('fills between the bounds of each interval, the wider one first', () => {
    expect(config([]).bands?.map(({ series }) => series)).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect(config(['interval95']).bands?.map(({ series }) => series)).toEqual([[4, 3]]);
  });

  it('draws real solid and predicted dashed, and hides what is switched off', () => {
    const { series } = config(['mean']);
    const [mean, real] = [series[5], series[6]];
    expect(mean.dash).toEqual([6, 4]);
    expect(real.dash).toBeUndefined();
    expect([mean.show, real.show]).toEqual([false, true]);
  });
});

describe('values between two gaps', () => {
  it('are found, also at the ends', () => {
    expect(lonely([1, null, 2, 3, undefined, 4])).toEqual([0, 5]);
    expect(lonely([null, 7, null])).toEqual([1]);
    expect(lonely([1, 2, 3])).toEqual([]);
  });
});
