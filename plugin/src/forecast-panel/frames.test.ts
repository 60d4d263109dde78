import { createDataFrame, FieldType } from '@grafana/data';

import { fieldOf, isForecastFrame, metaOf, readFrame } from './frames';

const HOUR = 3_600_000;
const number = (name: string, values: unknown[]) => ({ name, type: FieldType.number, values });
const time = { name: 'time', type: FieldType.time, values: [0, HOUR, 2 * HOUR] };

describe('forecast frames', () => {
  it('are known by their fields', () => {
    expect(isForecastFrame(createDataFrame({ fields: [time, number('real', [1, 2, 3])] }))).toBe(true);
    expect(isForecastFrame(createDataFrame({ fields: [time, number('mean', [1, 2, 3])] }))).toBe(true);
    expect(isForecastFrame(createDataFrame({ fields: [time, number('value', [1, 2, 3])] }))).toBe(false);
    expect(isForecastFrame(createDataFrame({ fields: [number('real', [1])] }))).toBe(false);
  });

  it('are read into columns of equal length, with null for what is absent or no number', () => {
    const frame = createDataFrame({ fields: [time, number('real', [1, null, NaN]), number('mean', [4, 5, 6])] });
    const { times, columns } = readFrame(frame);
    expect(times).toEqual([0, HOUR, 2 * HOUR]);
    expect(columns.real).toEqual([1, null, null]);
    expect(columns.mean).toEqual([4, 5, 6]);
    expect(columns.upper95).toEqual([null, null, null]);
  });

  it('carry the clock and the learning state', () => {
    const meta = { custom: { now: 5, learningHours: 3 } };
    const frame = createDataFrame({ fields: [time, number('real', [1, 2, 3])], meta });
    expect(metaOf(frame)).toEqual({ now: 5, learningHours: 3 });
    expect(metaOf(createDataFrame({ fields: [] }))).toEqual({});
    expect(fieldOf(frame, 'real')?.name).toBe('real');
    expect(fieldOf(frame, 'mean')).toBeUndefined();
  });
});
