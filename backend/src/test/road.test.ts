import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../configuration.ts';
import { startPresage } from '../main.ts';
import { HOUR, TARGET_NAMES } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { aliveLine } from './billing-lines.ts';
import { freePort, type TestInfluxd, testInfluxd } from './influxd.ts';
import { neededExecutable } from './needs.ts';
import { getJson, testNetwork, until } from './presage.ts';

const ZONE = 'Europe/Berlin';
/** The clocks of Berlin go back at 01:00 UTC of this day, so 02:00 comes twice. */
const CHANGE = Date.parse('2026-10-25T01:00:00Z');
const FIRST = CHANGE - 92 * HOUR;
const LAST = CHANGE + 5 * HOUR;
/** No line is written in this hour. */
const SILENT = CHANGE - 6 * HOUR;

const countAt = (hour: number) => (hour === SILENT ? 0 : 5 + ((hour / HOUR) % 24));
const linesOf = (hour: number) =>
  Array.from({ length: countAt(hour) }, (_, index) =>
    aliveLine(hour + index * 60_000, ZONE, { input: 100 + index }),
  ).join('');

type LegacyAnswer = { xticks: string[] } & Record<string, (number | null)[]>;

const influxdPath = neededExecutable('influxd', 'influxdb');

describe.each(influxdPath ? ['embedded', 'influx'] : ['embedded'])(
  'the road from log lines to the answer, store %s',
  (kind) => {
    let influxd: TestInfluxd | undefined;
    let network: ReturnType<typeof testNetwork>;
    const stop = new AbortController();
    let running: Promise<void>;
    beforeAll(async () => {
      if (kind === 'influx') {
        influxd = await testInfluxd(influxdPath!);
        await influxd.start();
      }
      const store = influxd ? `{type: influx, url: "${influxd.url}", database: road}` : '{type: embedded}';
      network = testNetwork({ port: await freePort(), zone: ZONE, store });
      const configuration = readConfiguration(network.configuration, {});
      running = startPresage({ configuration, demo: undefined, say: () => {}, signal: stop.signal });
    });
    afterAll(async () => {
      stop.abort();
      await running;
      await influxd?.remove();
      rmSync(network.folder, { recursive: true });
    });

    test('lines appended, over a rotation, come back with the right numbers', async () => {
      for (let hour = FIRST; hour <= LAST; hour += HOUR) {
        appendFileSync(network.log, linesOf(hour));
        if (hour === CHANGE - 3 * HOUR) {
          await until(
            () => getJson<{ sources: { lines: number }[] }>(`${network.url}/api/v1/status`),
            ({ sources }) => sources[0]!.lines > 100,
          );
          renameSync(network.log, `${network.log}.1`);
          writeFileSync(network.log, '');
        }
      }
      const lastTick = zone(ZONE).format(LAST + HOUR);
      const answer = await until(
        () => getJson<LegacyAnswer>(`${network.url}/get_real_and_pred_data`),
        ({ xticks, count_failed_pred }) => xticks.at(-1) === lastTick && count_failed_pred!.at(-1) !== null,
      );
      const hours = Array.from({ length: 25 }, (_, index) => LAST - (23 - index) * HOUR);
      expect(answer.xticks).toEqual(hours.map((hour) => zone(ZONE).format(hour)));
      expect(answer.xticks.filter((tick) => tick === '2026-10-25 02:00:00')).toHaveLength(2);
      for (const target of TARGET_NAMES) {
        expect(answer[target]).toHaveLength(24);
        expect(answer[`${target}_pred`]).toHaveLength(25);
      }
      const real = hours.slice(0, 24);
      expect(answer.start_stop_alige_count_Alive).toEqual(real.map((hour) => countAt(hour) || null));
      expect(answer['type__count_Billing-Accounting']).toEqual(real.map((hour) => countAt(hour) || null));
      expect(answer.count_failed).toEqual(real.map((hour) => (hour === SILENT ? null : 0)));
      expect(answer.mean_delay).toEqual(real.map((hour) => (hour === SILENT ? null : 0.25)));
      for (const [index, hour] of real.entries()) {
        const mean = hour === SILENT ? null : 100 + (countAt(hour) - 1) / 2;
        if (mean === null) expect(answer.mean_input_trafic![index]).toBeNull();
        else expect(answer.mean_input_trafic![index]).toBeCloseTo(mean, 9);
      }
      const predictions = answer.start_stop_alige_count_Alive_pred!;
      // Nothing was forecast from the silent hour, so the hour after it has no forecast one step ahead.
      expect(predictions.flatMap((value, index) => (value === null ? [hours[index]] : []))).toEqual([SILENT + HOUR]);
      for (const [index, value] of predictions.entries())
        if (value !== null) expect(Math.abs(value - countAt(hours[index]!))).toBeLessThan(25);
    });

    test('a date gives the 24 hours before its hour, as they were known then', async () => {
      const date = zone(ZONE).format(CHANGE - 10 * HOUR + 20 * 60_000);
      const body = JSON.stringify({ date });
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`${network.url}/get_real_and_pred_data`, { method: 'POST', headers, body });
      const answer = (await response.json()) as LegacyAnswer;
      expect(answer.xticks.at(-1)).toBe(zone(ZONE).format(CHANGE - 10 * HOUR));
      expect(answer.start_stop_alige_count_Alive).toHaveLength(24);
      expect(answer.start_stop_alige_count_Alive!.at(-1)).toBe(countAt(CHANGE - 11 * HOUR));
      expect(answer.start_stop_alige_count_Alive_pred).toHaveLength(25);
    });

    test('the forecasts of the next day are answered whole', async () => {
      const { forecasts } = await getJson<{
        forecasts: { series: { field: string }; origin: number; newest: { times: number[] } }[];
      }>(`${network.url}/api/v1/forecasts?measurement=radius`);
      expect(forecasts.map(({ series }) => series.field).toSorted()).toEqual([...TARGET_NAMES].toSorted());
      for (const { origin, newest } of forecasts) {
        expect(origin).toBe(LAST);
        expect(newest.times).toEqual(Array.from({ length: 24 }, (_, index) => LAST + (index + 1) * HOUR));
      }
    });

    test('sessions of the NAS, and of all, are counted each minute', async () => {
      const { series } = await getJson<{
        series: { tags: { step?: string }; field: string; values: (number | null)[] }[];
      }>(`${network.url}/api/v1/series?measurement=sessions&from=${CHANGE}&to=${CHANGE + HOUR}`);
      const minutes = series.filter(({ tags }) => tags.step === undefined);
      expect(minutes.map(({ field, tags }) => ({ field, tags }))).toEqual([
        { field: 'active', tags: { nas: '192.0.2.1', source: 'billing' } },
        { field: 'active_total', tags: { source: 'billing' } },
      ]);
      for (const { values } of minutes) {
        expect(new Set(values.filter((value) => value !== null))).toEqual(new Set([1]));
      }
    });
  },
);
