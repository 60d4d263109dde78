import { createDataFrame, FieldType } from '@grafana/data';

import { fieldOf, hasValues, isForecastFrame, latestOf, metaOf, readFrame, staleSince } from './frames';

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

  it('have values in a range only where a real or predicted one lies', () => {
    const data = readFrame(createDataFrame({ fields: [time, number('real', [1, null, null])] }));
    expect(hasValues(data, [0, HOUR])).toBe(true);
    expect(hasValues(data, [HOUR, 3 * HOUR])).toBe(false);
  });

  it('say the newest real value and the prediction of the hour that runs', () => {
    const data = readFrame(
      createDataFrame({ fields: [time, number('real', [1, 2, null]), number('mean', [4, 5, 6])] })
    );
    expect(latestOf(data, 2.5 * HOUR)).toEqual({ real: 2, predicted: 6 });
    expect(latestOf(data, 2 * HOUR - 1)).toEqual({ real: 2, predicted: 5 });
  });

  it('do not pass an old prediction off as that of this hour', () => {
    const data = readFrame(createDataFrame({ fields: [time, number('mean', [4, 5, 6])] }));
    expect(latestOf(data, 9 * HOUR)).toEqual({ real: null, predicted: null });
  });

  it('of other sources are read by the names those give', () => {
    const named = (...names: string[]) =>
      createDataFrame({ fields: [time, ...names.map((name, at) => number(name, [at, at, at]))] });
    const { columns } = readFrame(named('value', 'yhat', 'yhat_lower', 'yhat_upper'));
    expect([columns.real[0], columns.mean[0], columns.lower80[0], columns.upper80[0]]).toEqual([0, 1, 2, 3]);
    const suffixed = readFrame(named('sessions:actual', 'sessions:predicted'));
    expect([suffixed.columns.real[0], suffixed.columns.mean[0]]).toEqual([0, 1]);
    expect(isForecastFrame(named('sessions:predicted'))).toBe(true);
  });

  it('carry earlier forecasts and probabilities where they have such fields', () => {
    const data = readFrame(
      createDataFrame({ fields: [time, number('mean', [1, 2, 3]), number('lead24', [4, 5]), number('breach', [0.5])] })
    );
    expect(data.earlier).toEqual({ lead24: [4, 5, null] });
    expect(data.breach).toEqual([0.5, null, null]);
  });

  it('turn the probability of a breach underneath into that of lying above', () => {
    const frame = createDataFrame({
      meta: { custom: { threshold: 5, direction: 'below' } },
      fields: [time, number('mean', [1, 2, 3]), number('breach', [0.75, null, 1])],
    });
    expect(readFrame(frame)).toMatchObject({ breach: [0.25, null, 0], direction: 'below' });
  });

  it('are stale when the newest real value is older than three steps', () => {
    const data = readFrame(createDataFrame({ fields: [time, number('real', [1, 2, null])] }));
    expect(staleSince(data, 4 * HOUR)).toBeUndefined();
    expect(staleSince(data, 4 * HOUR + 1)).toBe(HOUR);
    expect(staleSince(readFrame(createDataFrame({ fields: [time, number('mean', [1])] })), 9 * HOUR)).toBeUndefined();
  });
});
