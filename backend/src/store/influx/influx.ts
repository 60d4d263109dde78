import type { IPoint } from 'influx';
import { z } from 'zod';
import { matches, type Selector, type Store, type TimeRange, type Window } from '../../model/contracts/store.ts';
import { type Batch, type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { checkedBatch } from '../checked.ts';
import { createInfluxClient, type InfluxClient, type InfluxOptions, type RawSeries } from './client.ts';
import { decodeName, encodeMeasurement, encodeName, quoteIdentifier, quoteString } from './names.ts';

/** Where the descriptions of the series are kept: one point a series at time 0. */
const DESCRIPTIONS = 'presage_series';
/** InfluxDB's own limits of time, milliseconds. */
const EARLIEST = -9_223_372_036_000;
const LATEST = 9_223_372_036_000;

/** The part of the configuration that chooses InfluxDB; `secret` kinds come from the configuration's own values. */
export function influxStoreSchema<S extends z.ZodType, F extends z.ZodType, N extends z.ZodType>(kinds: {
  secret: S;
  secretFile: F;
  limit: N;
}) {
  return z.strictObject({
    type: z.literal('influx'),
    url: z
      .url({ protocol: /^https?$/, error: 'expected an address such as http://127.0.0.1:8086' })
      .refine(
        (url) => new URL(url).username === '',
        'expected no user in the address: it goes in username and password',
      ),
    database: z.string().min(1).default('presage'),
    username: z.string().optional(),
    password: kinds.secret.optional(),
    password_file: kinds.secretFile.optional(),
    queue_limit: kinds.limit,
  });
}

/**
 * A store in InfluxDB 1.x, or later ones through their 1.x interface. Measurement, tags and field are ours, so any client
 * can draw them. It opens while InfluxDB is away, and makes the database when it is first reached.
 */
export function openInfluxStore(options: InfluxOptions): Store {
  let described: Promise<Map<string, Series>> | undefined;
  const client = createInfluxClient(options, () => {
    described = undefined;
  });
  const descriptions = () => {
    described ??= readDescriptions(client).catch((error: unknown) => {
      described = undefined;
      throw error;
    });
    return described;
  };
  const select = async (selector: Selector) =>
    [...(await descriptions()).entries()]
      .filter(([, series]) => matches(selector, series))
      .sort(([a], [b]) => (a < b ? -1 : 1));

  /** The blocks of the selected series that a query for each measurement and field finds, ordered by key. */
  const blocks = async (selector: Selector, statement: (column: string) => { columns: string; rest: string }) => {
    const selected = await select(selector);
    const groups = Map.groupBy(selected, ([, { measurement, field }]) => JSON.stringify([measurement, field]));
    const found = new Map<string, SeriesBlock>();
    for (const members of groups.values()) {
      const { measurement, field } = members[0]![1];
      const { columns, rest } = statement(`${quoteIdentifier(encodeName(field))}::field`);
      const from = quoteIdentifier(encodeMeasurement(measurement));
      const where = tagConditions(selector.tags);
      const raw = await client.query(`SELECT ${columns} FROM ${from} WHERE ${where}${rest}`);
      const known = new Map(members);
      for (const result of raw) {
        const series = known.get(keyOf(result, measurement, field));
        const block = series && blockOf(result, series);
        if (block && block.times.length > 0) found.set(seriesKey(series), block);
      }
    }
    return selected.flatMap(([key]) => found.get(key) ?? []);
  };

  return {
    async write(batch) {
      const checked = checkedBatch(batch);
      if (checked.length === 0) return;
      const known = await descriptions();
      const news = checked.filter(
        ({ series }) => JSON.stringify(known.get(seriesKey(series))) !== JSON.stringify(series),
      );
      await client.write([...news.map(({ series }) => descriptionPoint(series)), ...samplePoints(checked)]);
      for (const { series } of news) known.set(seriesKey(series), series);
      // The database was made anew meanwhile: descriptions that were thought to be in it are not.
      if ((await descriptions()) !== known) await this.write(checked);
    },
    async *query(selector, range, window) {
      yield* await blocks(selector, (column) => rangeStatement(column, range, window));
    },
    latest: (selector) =>
      blocks(selector, (column) => ({ columns: `last(${column})`, rest: 'time >= -9223372036000ms GROUP BY *' })),
    list: async (selector) => (await select(selector)).map(([, series]) => series),
    async expire(selector, before) {
      const measurements = new Set((await select(selector)).map(([, { measurement }]) => measurement));
      for (const measurement of measurements) {
        const from = quoteIdentifier(encodeMeasurement(measurement));
        await client.query(`DELETE FROM ${from} WHERE ${tagConditions(selector.tags)}time < ${limited(before)}ms`);
      }
    },
    status: () => ({ available: true, waiting: 0, problem: undefined }),
    close: async () => client.close(),
  };
}

const limited = (time: number) => Math.max(EARLIEST, Math.min(LATEST, Math.ceil(time)));

function tagConditions(tags: Selector['tags']): string {
  return Object.entries(tags ?? {})
    .map(([name, value]) => {
      const tag = `${quoteIdentifier(encodeName(name))}::tag`;
      return `(${[value]
        .flat()
        .map((one) => `${tag} = ${quoteString(encodeName(one))}`)
        .join(' OR ')}) AND `;
    })
    .join('');
}

function rangeStatement(column: string, { from, to }: TimeRange, window: Window | undefined) {
  const range = `time >= ${limited(from)}ms AND time < ${limited(to)}ms`;
  if (!window) return { columns: column, rest: `${range} GROUP BY *` };
  const rest = `${range} GROUP BY time(${window.step}ms), * fill(none)`;
  return { columns: `${window.aggregate}(${column})`, rest };
}

/** The key of the series that a result belongs to; a tag that a series lacks comes as an empty text. */
function keyOf({ tags }: RawSeries, measurement: string, field: string): string {
  const own = Object.entries(tags ?? {}).filter(([, value]) => value !== '');
  return seriesKey({
    measurement,
    field,
    tags: Object.fromEntries(own.map(([name, value]) => [decodeName(name), decodeName(value)])),
  });
}

function blockOf({ values }: RawSeries, series: Series): SeriesBlock {
  const present = values.filter(([, value]) => value !== null);
  return { series, times: present.map(([time]) => Number(time)), values: present.map(([, value]) => Number(value)) };
}

function samplePoints(batch: Batch): IPoint[] {
  return batch.flatMap(({ series, times, values }) => {
    const tags = Object.fromEntries(
      Object.entries(series.tags).map(([name, value]) => [encodeName(name), encodeName(value)]),
    );
    const measurement = encodeMeasurement(series.measurement);
    const field = encodeName(series.field);
    return times.map((time, index) => ({
      measurement,
      tags,
      fields: { [field]: values[index]! },
      timestamp: new Date(time),
    }));
  });
}

function descriptionPoint(series: Series): IPoint {
  const fields = { description: encodeURIComponent(JSON.stringify(series)) };
  return { measurement: DESCRIPTIONS, tags: { key: encodeName(seriesKey(series)) }, fields, timestamp: new Date(0) };
}

async function readDescriptions(client: InfluxClient): Promise<Map<string, Series>> {
  const [found] = await client.query(`SELECT description, "key" FROM ${DESCRIPTIONS}`);
  const series = (found?.values ?? []).map(
    ([, description]) => JSON.parse(decodeURIComponent(String(description))) as Series,
  );
  return new Map(series.map((one) => [seriesKey(one), one]));
}
