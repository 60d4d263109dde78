import { afterEach, describe, expect, test } from 'vitest';
import { forecastBatch } from '../../model/forecast.ts';
import { HOUR, type TargetName, targetSeries } from '../../model/targets.ts';
import { type GrafanaService, startGrafanaService, valuesOf } from '../../test/grafana-service.ts';

const T0 = Date.UTC(2026, 10, 20);
const END = T0 + 60 * HOUR;
let service: GrafanaService;
afterEach(() => service.close());

/** Forecasts from 30 hours on that are so much too high. */
async function write(target: TargetName, error: number, hours = 60) {
  const series = targetSeries('billing', target);
  const times = Array.from({ length: hours }, (_, index) => T0 + index * HOUR);
  const valueAt = (time: number) => (time / HOUR) % 5;
  await service.store.write([{ series, times, values: times.map(valueAt) }]);
  const forecasts = times.slice(30).map((origin) => {
    const mean = Array.from({ length: 24 }, (_, lead) => valueAt(origin + (lead + 1) * HOUR) + error);
    return { series, origin, mean, lower80: mean, upper80: mean, lower95: mean, upper95: mean.map((each) => each + 9) };
  });
  await service.store.write(forecastBatch(forecasts));
}
const query = async (model: object, headers = {}) =>
  (await service.query([{ model: { kind: 'accuracy', ...model }, from: T0, to: END }], headers)).A!;

describe('accuracy', () => {
  test('is a table with a row for each series and lead, the worst first, unknown ones last', async () => {
    service = await startGrafanaService({ now: END });
    await write('count_failed', 1);
    await write('mean_delay', 2);
    const { frames, status } = await query({});
    expect(status).toBe(200);
    const [table] = frames;
    expect(valuesOf(table, 'field')).toEqual(['mean_delay', 'count_failed', 'count_failed', 'mean_delay']);
    expect(valuesOf(table, 'lead')).toEqual([1, 1, 24, 24]);
    expect(valuesOf(table, 'mae')).toEqual([2, 1, null, null]);
    expect(valuesOf(table, 'coverage95')).toEqual([0, 0, null, null]);
    expect(valuesOf(table, 'count')).toEqual([29, 29, 6, 6]);
    expect(valuesOf(table, 'unit')).toEqual(['s', 'events', 'events', 's']);
    const coverage = table!.fields.find(({ name }) => name === 'coverage95');
    expect(coverage!.config).toMatchObject({ unit: 'percentunit', min: 0, max: 1 });
  });

  test('is a number of each series and lead for alert rules, without those that are not known', async () => {
    service = await startGrafanaService({ now: END });
    await write('count_failed', -1);
    await write('mean_delay', 0);
    const rows = async (model: object) => {
      const [frame] = (await query(model, { FromAlert: 'true' })).frames;
      expect(frame!.meta).toMatchObject({ type: 'numeric-wide' });
      return frame!.fields.map(({ labels, values }) => [labels, values]);
    };
    const labels = { source: 'billing', lead: '1' };
    expect(await rows({})).toEqual([
      [{ ...labels, field: 'count_failed' }, [1]],
      [{ ...labels, field: 'mean_delay' }, [1]],
    ]);
    expect(await rows({ field: 'count_failed', measure: 'mae' })).toEqual([[labels, [1]]]);
    expect(await rows({ field: 'count_failed', measure: 'count', lead: '24' })).toEqual([
      [{ ...labels, lead: '24' }, [6]],
    ]);
  });

  test('of nothing that is forecast is a table without rows', async () => {
    service = await startGrafanaService({ now: END });
    const { frames } = await query({ measurement: 'cpu' });
    expect(frames[0]!.fields.map(({ values }) => values.length)).toEqual(frames[0]!.fields.map(() => 0));
  });
});
