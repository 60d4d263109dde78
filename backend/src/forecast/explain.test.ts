import { describe, expect, test } from 'vitest';
import { randomOf } from '../model/random.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { createForecaster, type ForecasterOptions } from './forecaster.ts';
import { hourly, hourlySeries, rhythm, START, samples } from './suite.ts';

const series = hourlySeries('x');
const key = seriesKey(series);
const HOURS = 21 * 24;

async function explained(
  value: (hour: number) => number,
  lead: number,
  { hours = HOURS, ...options }: Partial<ForecasterOptions & { hours: number }> = {},
) {
  const forecaster = createForecaster({ horizon: 24, ...options });
  const forecast = (await forecaster.observe(hourly(series, 0, hours, value))).at(-1)!;
  return { forecast, explanation: (await forecaster.explain(key, lead))! };
}

describe('why a forecast is as it is', () => {
  test.each([1, 12, 24])('lead %i: the opinions make the forecast, the strongest first', async (lead) => {
    const { forecast, explanation } = await explained(rhythm, lead);
    const { opinions, expected } = explanation;
    expect(expected).toBeCloseTo(forecast.mean[lead - 1]!, 3);
    expect(opinions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(opinions.reduce((sum, { weight, expected: own }) => sum + weight * own, 0)).toBeCloseTo(expected, 3);
    expect(opinions.map(({ weight }) => weight)).toEqual(
      opinions.map(({ weight }) => weight).toSorted((a, b) => b - a),
    );
    expect(explanation).toMatchObject({ lead, origin: forecast.origin, time: forecast.origin + lead * HOUR });
  });

  test('it names the newest value and those a day and a week before', async () => {
    const { explanation } = await explained(rhythm, 5);
    const target = HOURS - 1 + 5;
    expect(explanation.newest).toBeCloseTo(rhythm(HOURS - 1), 2);
    expect(explanation.yesterday).toBeCloseTo(rhythm(target - 24), 2);
    expect(explanation.lastWeek).toBeCloseTo(rhythm(target - 168), 2);
    expect(explanation.before).not.toBeNull();
  });

  test('a newest value above its usual raises the next one', async () => {
    const { explanation } = await explained((hour) => rhythm(hour) * (hour >= HOURS - 2 ? 1.3 : 1), 1);
    const changes = new Map(explanation.contributions.map(({ of, change }) => [of, change]));
    expect(changes.get('newest value')! + changes.get('values just before')!).toBeGreaterThan(0);
  });

  test('the similar days are those that went like the newest one', async () => {
    // Every third day has its peak at another time.
    const value = (hour: number) =>
      100 + 50 * Math.sin(((hour + (Math.floor(hour / 24) % 3 === 2 ? 12 : 0)) * Math.PI) / 12);
    const { explanation } = await explained(value, 3);
    const kinds = explanation.similarDays.map(({ until }) => Math.floor((until - START) / HOUR / 24) % 3);
    expect(kinds).toEqual([2, 2, 2]);
  });

  test('a holiday is named, with what it adds', async () => {
    const weekly = (hour: number) => (Math.floor(hour / 24) % 7 >= 5 ? 50 : 100) + (hour % 24);
    // The Monday after three weeks.
    const date = new Date(START + HOURS * HOUR).toISOString().slice(0, 10);
    const special = { weekend: [6, 7], dates: new Map([[date, { kind: 'holiday', name: 'Day of rest' } as const]]) };
    const { explanation } = await explained(weekly, 12, { special });
    expect(explanation.holiday).toBe('Day of rest');
    expect(explanation.contributions.find(({ of }) => of === 'holiday')!.change).toBeLessThan(0);
  });

  test('a season that was found is named, with what is expected by it', async () => {
    const random = randomOf(1);
    const noisy = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12) + 10 * random();
    const job = (hour: number) => noisy(hour) + (hour % 10 < 2 ? 60 : 0);
    const { explanation } = await explained(job, 12, { hours: 35 * 24 });
    expect(explanation.season! / HOUR).toBeCloseTo(10, 1);
    expect(explanation.opinions.map(({ expert }) => expert)).toContain('found season');
    const { explanation: plain } = await explained(noisy, 12, { hours: 35 * 24 });
    expect(plain.season).toBeNull();
    expect(plain.opinions.map(({ expert }) => expert)).not.toContain('found season');
  });

  test('nothing is explained that is not forecast: unknown, too young, too far', async () => {
    const forecaster = createForecaster({ horizon: 24 });
    await forecaster.observe(hourly(series, 0, 20));
    expect(await forecaster.explain(key, 1)).toBeUndefined();
    expect(await forecaster.explain('nothing', 1)).toBeUndefined();
    await forecaster.observe(hourly(series, 20, 100));
    expect(await forecaster.explain(key, 24)).toBeDefined();
    expect(await forecaster.explain(key, 25)).toBeUndefined();
  });

  test('so are forecasts of minutes', async () => {
    const forecaster = createForecaster({ horizon: 24 });
    const minutes = hourlySeries('m', { step: 5 * MINUTE });
    const [forecast] = (await forecaster.observe(samples(minutes, 0, 700, rhythm))).slice(-1);
    const explanation = await forecaster.explain(seriesKey(minutes), 7);
    expect(explanation!.expected).toBeCloseTo(forecast!.mean[6]!, 9);
  });

  test('asking changes nothing', async () => {
    const [asked, silent] = [createForecaster({ horizon: 24 }), createForecaster({ horizon: 24 })];
    for (const one of [asked, silent]) await one.observe(hourly(series, 0, 300));
    await asked.explain(key, 7);
    expect(await asked.observe(hourly(series, 300, 310))).toEqual(await silent.observe(hourly(series, 300, 310)));
  });
});
