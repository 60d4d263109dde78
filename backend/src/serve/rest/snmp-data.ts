import { z } from 'zod';
import type { Store, TimeRange } from '../../model/contracts/store.ts';
import type { SeriesBlock } from '../../model/series.ts';
import { MINUTE } from '../../model/targets.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { Problem } from './problem.ts';

const MINUTES = 60;
/** The names of the original service and the measurements behind them. */
const COLUMNS = { temp: 'temperature', mem: 'memory', cpu: 'cpu' } as const;

const column = z.array(z.number().nullable());

export const snmpDataEndpoint: Endpoint = {
  path: '/get_snmp_data',
  get: operation({
    id: 'readSnmpData',
    summary: 'The last hour of temperature, memory and processor load, as the original service answers',
    description:
      'Sixty minutes up to the running one. A value is the mean over the components of a device, then over the devices when none is named: degrees Celsius and percent.',
    query: z.object({ device: z.string().min(1).optional().describe('Id of a device.') }),
    answer: json(
      z.strictObject({
        xticks: z.array(z.string()).describe('YYYY-MM-DD HH:mm:ss in the zone of the network.'),
        temp: column,
        mem: column,
        cpu: column,
      }),
    ),
    problems: ['invalid-request', 'not-found', 'store-unavailable'],
    async handle({ query: { device } }, { store, clock, zone, devices }) {
      if (device !== undefined && !devices().some((one) => one.device.id === device)) {
        throw new Problem('not-found', `There is no device ${device}; /api/v1/devices lists them.`);
      }
      const to = Math.floor(clock.now() / MINUTE) * MINUTE;
      const range = { from: to - MINUTES * MINUTE, to };
      const times = Array.from({ length: MINUTES }, (_, index) => range.from + index * MINUTE);
      const [temp, mem, cpu] = await Promise.all(
        Object.values(COLUMNS).map((measurement) => means(store, measurement, device, range, times)),
      );
      return { xticks: times.map((time) => zone.format(time)), temp: temp!, mem: mem!, cpu: cpu! };
    },
  }),
};

/** For each time the mean over components, then over devices; null where no device has a value. */
async function means(
  store: Store,
  measurement: string,
  device: string | undefined,
  range: TimeRange,
  times: readonly number[],
): Promise<(number | null)[]> {
  const selector = { measurement, ...(device === undefined ? {} : { tags: { device } }) };
  const byDevice = new Map<string, SeriesBlock[]>();
  for await (const block of store.query(selector, range)) {
    // Means over longer steps are series of their own.
    if (block.series.tags.step !== undefined) continue;
    const id = block.series.tags.device ?? '';
    byDevice.set(id, [...(byDevice.get(id) ?? []), block]);
  }
  const columns = [...byDevice.values()].map((blocks) => meanByTime(blocks));
  return times.map((time) => mean(columns.flatMap((values) => values.get(time) ?? [])));
}

function meanByTime(blocks: readonly SeriesBlock[]): Map<number, number> {
  const values = new Map<number, number[]>();
  for (const { times, values: column } of blocks) {
    for (const [index, time] of times.entries()) values.set(time, [...(values.get(time) ?? []), column[index]!]);
  }
  return new Map([...values].map(([time, all]) => [time, mean(all)!]));
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
