import { AdHocVariableFilter } from '@grafana/data';
import { t } from '@grafana/i18n';

import { PresageQuery } from './types';

/** The values that a text stands for once its variables are filled in; undefined where it stands for all there are. */
export type ValuesOf = (text: string) => string[] | undefined;

/** A query that cannot be asked as it stands; its message says why. */
export class UnaskableQuery extends Error {}

/**
 * The query with its variables and ad hoc filters filled in. What a variable leaves open ("All", or nothing) is left
 * out. Throws UnaskableQuery where one would ask for several values at once, or for other than equality.
 */
export function fillIn(query: PresageQuery, valuesOf: ValuesOf, filters: AdHocVariableFilter[] = []): PresageQuery {
  const fill = (text: string | undefined) => (text === undefined ? undefined : single(text, valuesOf));
  const { measurement, field, tags, device, incidentKind, ...rest } = query;
  const tagged = Object.entries(tags ?? {}).map(([name, value]) => [name, fill(value)] as const);
  const filtered = new Map(filters.map((filter) => [filter.key, equality(filter)]));
  const filled = isOfSeries(query)
    ? { tags: Object.fromEntries(present([...tagged, ...filtered])), device: fill(device) }
    : { tags: Object.fromEntries(present(tagged)), device: filtered.get('device') ?? fill(device) };
  const chosen = { measurement: fill(measurement), field: fill(field), incidentKind: fill(incidentKind), ...filled };
  const { tags: kept, ...texts } = chosen;
  return {
    ...rest,
    ...Object.fromEntries(present(Object.entries(texts))),
    ...(Object.keys(kept).length > 0 ? { tags: kept } : {}),
  };
}

/** True for queries that read series, which ad hoc filters narrow by tags. */
export function isOfSeries({ kind }: PresageQuery): boolean {
  return kind !== 'incidents' && kind !== 'devices' && kind !== 'topology';
}

function present<T>(entries: Array<readonly [string, T | undefined]>): Array<readonly [string, T]> {
  return entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

function single(text: string, valuesOf: ValuesOf): string | undefined {
  const values = valuesOf(text);
  if (values && values.length > 1) {
    throw new UnaskableQuery(
      t(
        'datasource.failure.several-values',
        '{{text}} stands for {{number}} values, and a query takes one. Repeat the panel by the variable, or choose one value or all.',
        { text, number: values.length, interpolation: { escapeValue: false } }
      )
    );
  }
  return values?.[0];
}

function equality({ key, operator, value }: AdHocVariableFilter): string {
  if (operator !== '=') {
    throw new UnaskableQuery(
      t('datasource.failure.filter-operator', 'The filter {{filter}} cannot be applied: only = can.', {
        filter: `${key} ${operator} ${value}`,
        interpolation: { escapeValue: false },
      })
    );
  }
  return value;
}
