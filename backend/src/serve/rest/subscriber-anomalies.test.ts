import { afterEach, describe, expect, test } from 'vitest';
import { type AnomalyList, anomalyRowKey, type HourAnomalies, NO_ANOMALIES } from '../../model/subscribers.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { openMemoryState } from '../../state/database.ts';
import { createLogState } from '../../state/log-state.ts';
import { createSubscriberAnomalies } from '../../state/subscriber-anomalies.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { subscriberAnomaliesAnswer } from './subscriber-anomalies.ts';

const START = Date.parse('2026-11-24T10:00:00Z');
const PATH = '/api/v1/subscribers/anomalies';

let service: RestService;
afterEach(() => service.close());

/** A service with lists of these hours, in the zone UTC+4. */
async function start(hours: Readonly<Record<number, Partial<Record<keyof typeof NO_ANOMALIES, AnomalyList>>>>) {
  const { database } = openMemoryState();
  for (const [hour, lists] of Object.entries(hours)) {
    const data: HourAnomalies = { lists: { ...NO_ANOMALIES, ...lists }, uncounted: 4 };
    const change = { part: 'subscribers', key: anomalyRowKey(Number(hour)), data: data as never };
    createLogState(database, SOURCE).commit([], [change, { part: 'subscribers', key: 'hours', data: {} }]);
  }
  const anomalies = createSubscriberAnomalies(database);
  service = await startRestService({ anomalies, zoneName: 'Europe/Ulyanovsk' });
}

const FAILED = [
  ['b', 9],
  ['a', 3],
] as const;

describe('POST /get_alert_users', () => {
  const ask = (hour: unknown) => service.post('/get_alert_users', { hour });

  test('answers six pairs of columns under the original names', async () => {
    await start({ [START]: { failed: FAILED, output: [['c', 9e10]] } });
    const answer = await ask('11-24 14');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      failed_alert: [
        ['b', 'a'],
        [9, 3],
      ],
      stops_alert: [[], []],
      tr_inp_zero_alert: [[], []],
      tr_out_zero_alert: [[], []],
      tr_in_max_alert: [[], []],
      tr_out_max_alert: [['c'], [9e10]],
    });
    expect((await ask('2026-11-24 14')).text).toBe(answer.text);
  });

  test('means the newest of several years, and a named year alone', async () => {
    const yearBefore = Date.parse('2025-11-24T10:00:00Z');
    await start({ [START]: { failed: FAILED }, [yearBefore]: { failed: [['old', 7]] } });
    const failed = async (hour: string) => (await ask(hour)).json<{ failed_alert: unknown }>().failed_alert;
    expect(await failed('11-24 14')).toEqual([
      ['b', 'a'],
      [9, 3],
    ]);
    expect(await failed('2025-11-24 14')).toEqual([['old'], [7]]);
    expect(await failed('2024-11-24 14')).toEqual([[], []]);
    expect(await failed('11-24 15')).toEqual([[], []]);
  });

  test.each([
    '',
    '11-24',
    '11-24 24',
    '02-30 10',
    '13-01 10',
    '2025-02-29 10',
    '2026-11-24T14',
    '26-11-24 14',
    14,
    null,
  ])('refuses %j', async (hour) => {
    await start({});
    const answer = await ask(hour);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ type: '/problems/invalid-request', errors: [{ field: 'hour' }] });
  });

  test('knows Feb 29 of any year', async () => {
    await start({});
    expect((await ask('02-29 10')).status).toBe(200);
  });
});

describe(`GET ${PATH}`, () => {
  test('answers the newest hour, or the one that holds a time, cut to the limit', async () => {
    await start({ [START]: { failed: FAILED }, [START + 2 * HOUR]: {} });
    const body = (await service.ask(`${PATH}?hour=${START + 59 * MINUTE}&limit=1`)).json();
    expect(subscriberAnomaliesAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      ...{ source: SOURCE, start: START, oldest: START, newest: START + 2 * HOUR, uncounted: 4 },
      anomalies: { failed: { unit: 'events', count: 2, subscribers: [{ subscriber: 'b', value: 9 }] } },
    });
    expect((await service.ask(PATH)).json()).toMatchObject({ start: START + 2 * HOUR });
  });

  test.each([`?hour=${START + HOUR}`, `?hour=${START - 1}`, '?source=other'])(
    'says which hours there are where %s has none',
    async (query) => {
      await start({ [START]: {} });
      const answer = await service.ask(`${PATH}${query}`);
      expect(answer.status).toBe(404);
      expect(answer.json().detail).toMatch(query.includes('other') ? /none of other yet/ : /from 2026-11-24T10:00/);
    },
  );
});
