import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { forecastSeries } from '../../model/forecast.ts';
import { HOUR, TARGET_NAMES, type TargetName, targetSeries } from '../../model/targets.ts';
import { zone } from '../../model/zone.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { realAndPredicted } from './real-and-predicted.ts';

const PATH = '/get_real_and_pred_data';
type Body = Record<string, (number | string | null)[]>;

let service: RestService;
afterEach(() => service.close());

/** Writes a value that tells its hour, real and predicted one hour ahead. */
async function write(target: TargetName, hours: number[], predicted = hours): Promise<void> {
  const series = targetSeries(SOURCE, target);
  const other = { ...targetSeries('another source', target) };
  await service.store.write([
    { series, times: hours, values: hours.map((hour) => hour / HOUR) },
    { series: other, times: hours.map((hour) => hour + 48 * HOUR), values: hours.map(() => -1) },
    { series: forecastSeries(series, 1, 'mean'), times: predicted, values: predicted.map((hour) => hour / HOUR + 0.5) },
    { series: forecastSeries(series, 24, 'mean'), times: predicted, values: predicted.map(() => -2) },
    { series: forecastSeries(series, 1, 'lower80'), times: predicted, values: predicted.map(() => -3) },
  ]);
}

const hoursFrom = (start: number, count: number) => Array.from({ length: count }, (_, index) => start + index * HOUR);

describe('GET', () => {
  test('shows the 24 hours up to the newest hour of any target, and predicts one more', async () => {
    service = await startRestService({ zoneName: 'Europe/Ulyanovsk' });
    const start = Date.UTC(2026, 10, 20);
    await write('count_failed', hoursFrom(start, 30), hoursFrom(start, 31));
    await write('mean_delay', hoursFrom(start, 28));
    const notATarget = { ...targetSeries(SOURCE, 'count_failed'), field: 'other' };
    await service.store.write([{ series: notATarget, times: [start + 90 * HOUR], values: [1] }]);
    const answer = await service.ask(PATH);
    const body = answer.json<Body>();
    expect(answer.status).toBe(200);
    expect(realAndPredicted.parse(body)).toEqual(body);
    expect(Object.keys(body)).toEqual(['xticks', ...TARGET_NAMES.flatMap((name) => [name, `${name}_pred`])]);
    const first = start / HOUR + 6;
    expect(body.count_failed).toEqual(Array.from({ length: 24 }, (_, index) => first + index));
    expect(body.count_failed_pred).toEqual(Array.from({ length: 25 }, (_, index) => first + index + 0.5));
    expect(body.mean_delay?.slice(-3)).toEqual([first + 21, null, null]);
    expect(body.mean_delay_pred?.slice(-4)).toEqual([first + 21.5, null, null, null]);
    expect(body.mean_input_trafic).toEqual(Array(24).fill(null));
    expect(body.xticks?.[0]).toBe('2026-11-20 10:00:00');
    expect(body.xticks?.at(-1)).toBe('2026-11-21 10:00:00');
  });

  test('is all null around the last whole hour of the clock while nothing is stored', async () => {
    service = await startRestService({ now: Date.UTC(2026, 10, 24, 14, 20) });
    const body = (await service.ask(PATH)).json<Body>();
    expect(realAndPredicted.parse(body)).toEqual(body);
    expect(body.xticks?.slice(-2)).toEqual(['2026-11-24 13:00:00', '2026-11-24 14:00:00']);
    expect(body.count_failed?.every((value) => value === null)).toBe(true);
  });

  test('shows a repeated hour twice and a left-out hour not at all', async () => {
    service = await startRestService({ zoneName: 'Europe/Berlin' });
    await write('count_failed', hoursFrom(Date.UTC(2026, 9, 24, 10), 24));
    const autumn = (await service.ask(PATH)).json<Body>();
    const repeated = autumn.xticks!.indexOf('2026-10-25 02:00:00');
    expect(autumn.xticks!.slice(repeated - 1, repeated + 3)).toEqual([
      '2026-10-25 01:00:00',
      '2026-10-25 02:00:00',
      '2026-10-25 02:00:00',
      '2026-10-25 03:00:00',
    ]);
    expect(autumn.count_failed![repeated + 1]).toBe(Number(autumn.count_failed![repeated]) + 1);
    await write('count_failed', hoursFrom(Date.UTC(2027, 2, 27, 10), 24));
    const spring = (await service.ask(PATH)).json<Body>();
    const before = spring.xticks!.indexOf('2027-03-28 01:00:00');
    expect(spring.xticks![before + 1]).toBe('2027-03-28 03:00:00');
  });
});

describe('POST', () => {
  test('shows the 24 hours that end before the hour of the date', async () => {
    service = await startRestService({ zoneName: 'Europe/Ulyanovsk' });
    const start = Date.UTC(2026, 10, 20);
    await write('count_failed', hoursFrom(start, 100));
    const body = (await service.post(PATH, { date: '2026-11-22 14:20:00' })).json<Body>();
    expect(body.xticks?.[0]).toBe('2026-11-21 14:00:00');
    expect(body.xticks?.at(-1)).toBe('2026-11-22 14:00:00');
    expect(body.count_failed?.at(-1)).toBe(Date.UTC(2026, 10, 22, 9) / HOUR);
    expect(body.count_failed_pred?.at(-1)).toBe(Date.UTC(2026, 10, 22, 10) / HOUR + 0.5);
  });

  test('means the first of a repeated hour', async () => {
    service = await startRestService({ zoneName: 'Europe/Berlin' });
    await write('count_failed', hoursFrom(Date.UTC(2026, 9, 23), 72));
    const body = (await service.post(PATH, { date: '2026-10-25 02:30:00' })).json<Body>();
    expect(body.count_failed_pred?.at(-1)).toBe(Date.UTC(2026, 9, 25, 0) / HOUR + 0.5);
  });

  test.each([
    [{ date: '2027-03-28 02:30:00' }, 'put forward'],
    [{ date: '2026-02-30 10:00:00' }, 'YYYY-MM-DD HH:mm:ss'],
    [{ date: '2026-11-22T14:20:00' }, 'YYYY-MM-DD HH:mm:ss'],
    [{ date: '2026-11-22 24:00:00' }, 'YYYY-MM-DD HH:mm:ss'],
    [{ date: '0001-01-01 00:00:00' }, '1971 to 2199'],
    [{ date: '9999-01-01 00:00:00' }, '1971 to 2199'],
    [{ date: 5 }, 'YYYY-MM-DD HH:mm:ss'],
    [{}, 'YYYY-MM-DD HH:mm:ss'],
  ])('refuses %j, naming the field and the form', async (sent, text) => {
    service = await startRestService({ zoneName: 'Europe/Berlin' });
    const answer = await service.post(PATH, sent);
    const { type, errors } = answer.json<{ type: string; errors: { field: string; problem: string }[] }>();
    expect([answer.status, type]).toEqual([400, '/problems/invalid-request']);
    expect(errors).toEqual([{ field: 'date', problem: expect.stringContaining(text) }]);
  });
});

test('rows have 25 and 24 entries whatever is stored and asked, and xticks tell the hours of the values', async () => {
  const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Europe/Ulyanovsk'];
  const hour = fc.integer({ min: Date.UTC(2026, 9, 24) / HOUR, max: Date.UTC(2026, 9, 27) / HOUR });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(hour, { maxLength: 60 }),
      fc.constantFrom(...zones),
      fc.option(hour),
      async (hours, zoneName, asked) => {
        service = await startRestService({ zoneName, now: Date.UTC(2026, 9, 26) });
        const { format } = zone(zoneName);
        if (hours.length > 0)
          await write(
            'count_failed',
            hours.map((each) => each * HOUR).sort((a, b) => a - b),
          );
        const answer =
          asked === null ? await service.ask(PATH) : await service.post(PATH, { date: format(asked * HOUR) });
        const body = answer.json<Body>();
        await service.close();
        for (const target of TARGET_NAMES) {
          expect([body[target]?.length, body[`${target}_pred`]?.length]).toEqual([24, 25]);
        }
        expect(body.xticks).toHaveLength(25);
        for (const [index, value] of body.count_failed!.entries()) {
          if (value !== null) expect(format(Number(value) * HOUR)).toBe(body.xticks![index]);
        }
      },
    ),
    { numRuns: 40 },
  );
});
