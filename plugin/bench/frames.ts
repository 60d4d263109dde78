import { createDataFrame, DataFrame, FieldType } from '@grafana/data';

import { ForecastMeta } from '../src/forecast-panel/types';

const STEP = 300_000;
export const NOW = Date.UTC(2026, 10, 24, 12);
/** How many of the points lie in the past. */
const PAST = 0.72;

/** A day's wave with noise, real against predicted; another `turn` is other noise. */
export function waveFrame(index: number, points: number, turn: number, custom: ForecastMeta = {}): DataFrame {
  const times = Array.from({ length: points }, (_, at) => NOW + (at - Math.floor(points * PAST)) * STEP);
  const noise = (at: number, salt: number) => {
    const value = Math.sin(at * 12.9898 + salt * 78.233 + turn * 37.719 + index * 4.1) * 43_758.5453;
    return value - Math.floor(value) - 0.5;
  };
  const mean = times.map((time) => 55 + index + 25 * Math.sin((time / 86_400_000) * 2 * Math.PI + index));
  const width = times.map((time) => 4 + Math.max(0, time - NOW) / 8_000_000);
  const column = (name: string, of: (at: number) => number | null) => ({
    ...{ name, type: FieldType.number, config: { unit: 'percent' } },
    values: times.map((_, at) => of(at)),
  });
  return createDataFrame({
    name: `Link ${index + 1}`,
    refId: 'A',
    meta: { custom: { now: NOW, learningHours: 0, incidents: [], ...custom } },
    fields: [
      { name: 'time', type: FieldType.time, values: times, config: {} },
      column('real', (at) => (times[at] > NOW ? null : mean[at] + 7 * noise(at, 1))),
      column('mean', (at) => mean[at]),
      column('lower80', (at) => mean[at] - width[at]),
      column('upper80', (at) => mean[at] + width[at]),
      column('lower95', (at) => mean[at] - 1.53 * width[at]),
      column('upper95', (at) => mean[at] + 1.53 * width[at]),
    ],
  });
}

export const rangeOf = (points: number): [number, number] => [NOW - Math.floor(points * PAST) * STEP, NOW];
