import { expect, test } from 'vitest';
import { packForecasts, unpackForecasts } from './crossing.ts';
import { createForecaster } from './forecaster.ts';
import { hourly, hourlySeries } from './suite.ts';

test('packed forecasts are the same when they are unpacked, block by block', async () => {
  const batch = ['a', 'young', 'b'].flatMap((field) => hourly(hourlySeries(field), 0, field === 'young' ? 5 : 150));
  const forecasts = await createForecaster({ horizon: 24 }).observe(batch);
  expect(new Set(forecasts.map(({ learning }) => learning))).toEqual(new Set([true, undefined]));
  const found = unpackForecasts(batch, packForecasts(batch, forecasts));
  expect([...found.keys()]).toEqual([0, 2]);
  expect([...found.values()].flat()).toEqual(forecasts);
});

test('no forecasts are none', () => {
  const batch = hourly(hourlySeries('a'), 0, 1);
  expect(unpackForecasts(batch, packForecasts(batch, []))).toEqual(new Map());
});
