import { GetTagResponse } from '@grafana/data';

import { inWords } from './failures';
import { isOfSeries } from './interpolation';
import { Resources } from './resources';
import { PresageQuery } from './types';

/** More than this nobody reads in a list. */
const MOST = 1000;

/** The tags by which the queries of a dashboard can be filtered; those of all measurements where no query names one. */
export function tagKeysFor(resources: Resources, queries?: PresageQuery[]): Promise<GetTagResponse> {
  return choices(resources, queries, (measurement) => resources.tagKeys(measurement));
}

/** The values of a tag in the series that the queries of a dashboard read. */
export function tagValuesFor(resources: Resources, tag: string, queries?: PresageQuery[]): Promise<GetTagResponse> {
  return choices(resources, queries, (measurement) => resources.tagValues(measurement, tag));
}

async function choices(
  resources: Resources,
  queries: PresageQuery[] | undefined,
  read: (measurement: string) => Promise<string[]>
): Promise<GetTagResponse> {
  try {
    const measurements = namedIn(queries) ?? (await resources.measurements());
    const found = await Promise.all(measurements.map(read));
    const values = [...new Set(found.flat())].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    return { data: values.slice(0, MOST).map((text) => ({ text, value: text })) };
  } catch (error) {
    return { data: [], error: { message: inWords(error) } };
  }
}

/** The measurements of the queries; undefined where that cannot be known without asking for all. */
function namedIn(queries: PresageQuery[] = []): string[] | undefined {
  const named = queries.filter(isOfSeries).map(({ measurement }) => measurement);
  const known = named.filter((name): name is string => name !== undefined && !name.includes('$'));
  return named.length > 0 && known.length === named.length ? [...new Set(known)] : undefined;
}
