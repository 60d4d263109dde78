import { afterEach, beforeEach, expect, test } from 'vitest';
import { accuracySeries, qualitySeries } from '../../model/forecast-quality.ts';
import { HOUR, targetSeries } from '../../model/targets.ts';
import { type GrafanaService, startGrafanaService, T0 } from '../../test/grafana-service.ts';

const DAY = 24 * HOUR;
const series = targetSeries('billing', 'count_failed');
const hourly = { ...series, measurement: 'cpu', tags: { device: 'a', component: '1', step: '1h' } };
const told = [
  accuracySeries(series, 1, 'mase'),
  accuracySeries(hourly, 24, 'crps'),
  qualitySeries({ device: 'a' }, 'untrusted'),
];

let service: GrafanaService;
beforeEach(async () => {
  service = await startGrafanaService({ now: T0 + 2 * DAY });
  await service.store.write(
    [series, ...told].map((one) => ({ series: one, times: [T0, T0 + one.step], values: [1, 2] })),
  );
});
afterEach(() => service.close());

async function framesOf(model: object) {
  const { A } = await service.query([{ model: { kind: 'series', ...model }, from: T0, to: T0 + 2 * DAY }]);
  expect(A).toMatchObject({ status: 200, error: '' });
  return A!.frames.map(({ fields }) => ({ labels: fields[1]!.labels, values: fields[1]!.values }));
}

test('how good forecasts were is read as any series, by the name of its measurement', async () => {
  expect(await framesOf({ measurement: 'radius_accuracy', tags: { lead: '1' } })).toEqual([
    { labels: { source: 'billing', lead: '1', of: 'count_failed' }, values: [1, 2] },
  ]);
  expect(await framesOf({ measurement: 'cpu_accuracy' })).toMatchObject([{ labels: { device: 'a', step: '1h' } }]);
  expect(await framesOf({ measurement: 'forecast_quality' })).toMatchObject([{ labels: { device: 'a' } }]);
});

test('it is not among what is measured, and pickers do not offer it', async () => {
  expect(await service.resource('measurements')).toEqual({ code: 200, json: ['radius'] });
  expect(await framesOf({ tags: { source: 'billing' } })).toHaveLength(1);
  expect(await framesOf({ tags: { device: 'a' } })).toEqual([]);
});

test('it is read over REST', async () => {
  const { json } = await service.resource(`api/v1/series?measurement=radius_accuracy&field=mase&from=${T0}`);
  expect(json).toMatchObject({ series: [{ unit: 'ratio', step: DAY, times: [T0, T0 + DAY], values: [1, 2] }] });
});
