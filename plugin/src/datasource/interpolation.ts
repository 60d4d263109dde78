import { AdHocVariableFilter } from '@grafana/data';
import { t } from '@grafana/i18n';

import { PresageQuery } from './types';

/** The values that a text stands for once its variables are filled in; undefined where it stands for all there are. */
export type ValuesOf = (text: string) => string[] | undefined;

/** A query that cannot be asked as it stands; its message says why. */
export class UnaskableQuery extends Error {}

/**
 * The query with its variables and ad hoc filters filled in. What a variable leaves open ("All", or nothing) is left
 * out. A tag may have several values, of which any one does. Throws UnaskableQuery where anything else would, or a filter
 * asks for what a query cannot.
 */
export function fillIn(query: PresageQuery, valuesOf: ValuesOf, filters: AdHocVariableFilter[] = []): PresageQuery {
  const fill = (text: string | undefined) => (text === undefined ? undefined : single(text, valuesOf));
  const { measurement, field, tags, exclude, device, incidentKind, ...rest } = query;
  const tagged = Object.entries(tags ?? {}).map(([name, value]) => [name, anyOf(value, valuesOf)] as const);
  const left = Object.entries(exclude ?? {}).map(([name, value]) => [name, anyOf(value, valuesOf)] as const);
  const [kept, out] = isOfSeries(query) ? partition(filters) : [[], []];
  const filled = isOfSeries(query)
    ? { tags: Object.fromEntries(present([...tagged, ...kept])), device: fill(device) }
    : { tags: Object.fromEntries(present(tagged)), device: deviceOf(filters) ?? fill(device) };
  const without = addedUp(present([...left, ...out]));
  const chosen = { measurement: fill(measurement), field: fill(field), incidentKind: fill(incidentKind), ...filled };
  const { tags: narrowed, ...texts } = chosen;
  return {
    ...rest,
    ...Object.fromEntries(present(Object.entries(texts))),
    ...(Object.keys(narrowed).length > 0 ? { tags: narrowed } : {}),
    ...(Object.keys(without).length > 0 ? { exclude: without } : {}),
  };
}

/** True for queries that read series, which ad hoc filters narrow by tags. */
export function isOfSeries({ kind }: PresageQuery): boolean {
  return !['incidents', 'devices', 'topology', 'status'].includes(kind ?? '');
}

function present<T>(entries: Array<readonly [string, T | undefined]>): Array<readonly [string, T]> {
  return entries.flatMap(([name, value]) =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [[name, value] as const]
  );
}

function single(text: string, valuesOf: ValuesOf): string | undefined {
  const values = valuesOf(text);
  if (values && values.length > 1) {
    throw severalValues(text, values.length);
  }
  return values?.[0];
}

function severalValues(text: string, number: number): UnaskableQuery {
  return new UnaskableQuery(
    t(
      'datasource.failure.several-values',
      '{{text}} stands for {{number}} values, and a query takes one. Repeat the panel by the variable, or choose one value or all.',
      { text, number, interpolation: { escapeValue: false } }
    )
  );
}

/** The values of a tag: one as a text, several as a list; undefined where a variable among them leaves it open. */
function anyOf(stored: string | string[], valuesOf: ValuesOf): string | string[] | undefined {
  const values: string[] = [];
  for (const text of [stored].flat()) {
    const meant = valuesOf(text);
    if (meant === undefined) {
      return undefined;
    }
    values.push(...meant.filter((value) => value !== ''));
  }
  const distinct = [...new Set(values)];
  return distinct.length > 1 ? distinct : distinct[0];
}

type TagValues = Array<readonly [string, string | string[]]>;

/** The tags that filters ask for, and those that they leave out. */
function partition(filters: AdHocVariableFilter[]): [TagValues, TagValues] {
  const isExcluding = ({ operator }: AdHocVariableFilter) => operator === '!=' || operator === '!=|';
  const valueOf = ({ operator, value, values = [value] }: AdHocVariableFilter) => (operator === '!=' ? value : values);
  return [
    filters.filter((filter) => !isExcluding(filter)).map((filter) => [filter.key, equal(filter)]),
    filters.filter(isExcluding).map((filter) => [filter.key, valueOf(filter)]),
  ];
}

/** The values of each tag together, each once. */
function addedUp(tags: TagValues): Record<string, string | string[]> {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of tags) {
    values.set(name, new Set([...(values.get(name) ?? []), ...[value].flat()]));
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.size > 1 ? [...all] : [...all][0]]));
}

/** The device by which incidents are filtered, of which a query takes one. */
function deviceOf(filters: AdHocVariableFilter[]): string | undefined {
  const filter = filters.find(({ key }) => key === 'device');
  const value = filter && equal(filter);
  if (filter && Array.isArray(value)) {
    throw severalValues(`device ${filter.operator} ${value.join(', ')}`, value.length);
  }
  return Array.isArray(value) ? undefined : value;
}

function equal({ key, operator, value, values = [value] }: AdHocVariableFilter): string | string[] {
  if (operator === '=|') {
    return values.length > 1 ? values : (values[0] ?? value);
  }
  if (operator !== '=') {
    throw new UnaskableQuery(
      t(
        'datasource.failure.filter-operator',
        'The filter {{filter}} cannot be applied: only = and != can, with one value or several.',
        {
          filter: `${key} ${operator} ${value}`,
          interpolation: { escapeValue: false },
        }
      )
    );
  }
  return value;
}
