import { GetTagResponse } from '@grafana/data';

import { inWords } from './failures';
import { isOfSeries } from './interpolation';
import { Resources } from './resources';
import { PresageQuery } from './types';

/** More than this nobody reads in a list. */
const MOST = 1000;

/** The tags by which the queries of a dashboard can be filtered; those of all measurements where no query names one. */
export function tagKeysFor(resources: Resources, queries?: PresageQuery[]): Promise<GetTagResponse> {
  return choices(queries, (measurement) => resources.tagKeys(measurement));
}

/** The values of a tag in the series that the queries of a dashboard read. */
export function tagValuesFor(resources: Resources, tag: string, queries?: PresageQuery[]): Promise<GetTagResponse> {
  return choices(queries, (measurement) => resources.tagValues(measurement, tag));
}

async function choices(
  queries: PresageQuery[] | undefined,
  read: (measurement: string | undefined) => Promise<string[]>
): Promise<GetTagResponse> {
  try {
    const found = await Promise.all(namedIn(queries).map(read));
    const values = [...new Set(found.flat())].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    return { data: values.slice(0, MOST).map((text) => ({ text, value: text })) };
  } catch (error) {
    return { data: [], error: { message: inWords(error) } };
  }
}

/** The measurements of the queries; undefined, which stands for all, where one cannot be known. */
function namedIn(queries: PresageQuery[] = []): Array<string | undefined> {
  const named = queries.filter(isOfSeries).map(({ measurement }) => measurement);
  const known = named.length > 0 && named.every((name) => name !== undefined && !name.includes('$'));
  return known ? [...new Set(named)] : [undefined];
}
