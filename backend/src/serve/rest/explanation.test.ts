import { afterEach, describe, expect, test } from 'vitest';
import type { Explanation } from '../../model/explanation.ts';
import { seriesKey } from '../../model/series.ts';
import { HOUR, targetSeries } from '../../model/targets.ts';
import { zone } from '../../model/zone.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';
import { explanationWords } from './explanation-words.ts';

const T0 = Date.UTC(2026, 0, 5);
const series = targetSeries('billing', 'count_failed');
const explanation: Explanation = {
  series,
  origin: T0,
  time: T0 + 6 * HOUR,
  lead: 6,
  expected: 212.44,
  opinions: [
    { expert: 'net', expected: 214, weight: 0.8 },
    { expert: 'same hour yesterday', expected: 205, weight: 0.04 },
  ],
  contributions: [
    { of: 'newest value', change: 8 },
    { of: 'same time last week', change: 0.1 },
    { of: 'holiday', change: -20 },
  ],
  newest: 230,
  yesterday: 205,
  lastWeek: null,
  similarDays: [{ until: T0 - 24 * HOUR, difference: 11, followed: 208 }],
  before: 180,
  season: null,
  holiday: 'New Year',
};

let service: RestService | undefined;
afterEach(() => service?.close());
async function start(answers: Record<string, Explanation> = { [seriesKey(series)]: explanation }) {
  const asked: number[] = [];
  service = await startRestService({
    now: T0,
    async explain(key, lead) {
      asked.push(lead);
      return answers[key];
    },
  });
  await service.store.write([{ series, times: [T0], values: [230] }]);
  return asked;
}

describe('/api/v1/forecasts/explain', () => {
  test('answers the numbers and the words of the series that match', async () => {
    const asked = await start();
    const answer = await service!.ask('/api/v1/forecasts/explain?field=count_failed&lead=6');
    expect(answer.status).toBe(200);
    const [found] = answer.json<{ explanations: Record<string, unknown>[] }>().explanations;
    expect(found).toMatchObject({ series: { key: seriesKey(series) }, expected: 212.44, before: 180, lastWeek: null });
    expect((found!.words as string[])[0]).toMatch(/^212\.4 .*2026-01-05 06:00:00, 6 steps ahead\.$/);
    expect(asked).toEqual([6]);
  });

  test('lead 1 is explained when none is named; what has no explanation is left out', async () => {
    const asked = await start({});
    const answer = await service!.ask('/api/v1/forecasts/explain');
    expect(answer.json()).toEqual({ explanations: [] });
    expect(asked).toEqual([1]);
  });

  test.each(['lead=0', 'lead=25', 'lead=x', 'leads=1'])('%s is refused', async (query) => {
    await start();
    expect((await service!.ask(`/api/v1/forecasts/explain?${query}`)).status).toBe(400);
  });

  test('too many series are refused with what to do', async () => {
    await start();
    const many = Array.from({ length: 21 }, (_, index) => targetSeries(`source ${index}`, 'count_failed'));
    await service!.store.write(many.map((one) => ({ series: one, times: [T0], values: [1] })));
    const answer = await service!.ask('/api/v1/forecasts/explain');
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ detail: expect.stringMatching(/22 series .* name a measurement/) });
  });
});

test('the words name what was, who is trusted, what moves it most and what changed', () => {
  const words = explanationWords(explanation, zone('UTC'));
  expect(words[1]).toMatch(/^It was 205 .* a day before\.$/);
  expect(words[2]).toMatch(/net \(80 %, 214/);
  expect(words[2]).not.toMatch(/yesterday/);
  expect(words[3]).toMatch(/^The holiday \(New Year\) lowers it by 20 /);
  expect(words[4]).toMatch(/^The newest value raises it by 8 /);
  expect(words[5]).toMatch(/^One step ago 180 .* was expected/);
  expect(words).toHaveLength(6);
});

test('the words of minutes tell the way from the newest value', () => {
  const contributions = [{ of: 'ramp', change: 30 } as const, { of: 'time of day', change: -5 } as const];
  const words = explanationWords({ ...explanation, contributions, yesterday: null }, zone('UTC'));
  expect(words[2]).toMatch(/^The way it is on raises it by 30 .* against the newest value\.$/);
  expect(words[3]).toMatch(/^The time of day lowers it by 5 /);
});

test('words say nothing of what is not known', () => {
  const bare = { ...explanation, opinions: [], contributions: [], yesterday: null, before: null, lead: 1 };
  expect(explanationWords(bare, zone('UTC'))).toEqual([expect.stringMatching(/the next step\.$/)]);
});

test.each([
  [10, '10 hours'],
  [31.71, '31.7 hours'],
  [120, '5 days'],
  [300, '12.5 days'],
])('a season of %d hours that was found is told', (hours, told) => {
  const words = explanationWords({ ...explanation, season: hours * HOUR }, zone('UTC'));
  expect(words).toHaveLength(7);
  expect(words[3]).toBe(`Besides day and week it has a season of ${told}.`);
});
