import { t } from '@grafana/i18n';

import {
  AGGREGATES,
  DIRECTIONS,
  FORMATS,
  HORIZONS,
  INTERVALS,
  Kind,
  KINDS,
  LEADS,
  MEASURES,
  PHASES,
  PresageQuery,
  STATES,
} from './types';

const SERIES = ['measurement', 'field', 'tags', 'exclude'] as const;

/** The members of a query that its kind has a use for, besides `refId`, `version` and `kind`. */
const MEMBERS = {
  realAndPredicted: [...SERIES, 'aggregate', 'intervals', 'threshold', 'direction', 'limit'],
  series: [...SERIES, 'aggregate', 'format', 'limit'],
  forecast: [...SERIES, 'lead', 'horizon', 'intervals', 'threshold', 'direction', 'format', 'limit'],
  incidents: ['state', 'incidentKind', 'device', 'phase', 'format', 'field', 'limit'],
  devices: [],
  topology: [],
  accuracy: [...SERIES, 'lead', 'measure', 'format', 'limit'],
  status: ['format'],
} as const satisfies Record<Kind, ReadonlyArray<keyof PresageQuery>>;

/** React escapes what it shows. */
const RAW = { interpolation: { escapeValue: false } };

type Member = (typeof MEMBERS)[Kind][number];

const text = (value: unknown) => typeof value === 'string';
const oneOf = (choices: readonly unknown[]) => (value: unknown) => choices.includes(value);

const areTags = (value: unknown) => isRecord(value) && Object.values(value).every((one) => [one].flat().every(text));

/** What each member may be. */
const CHECKS: Record<Member | 'version' | 'kind', (value: unknown) => boolean> = {
  version: Number.isInteger,
  kind: oneOf(KINDS),
  measurement: text,
  field: text,
  tags: areTags,
  exclude: areTags,
  aggregate: oneOf(AGGREGATES),
  lead: oneOf(LEADS),
  horizon: oneOf(HORIZONS),
  intervals: (value) => Array.isArray(value) && value.every(oneOf(INTERVALS)),
  threshold: Number.isFinite,
  direction: oneOf(DIRECTIONS),
  measure: oneOf(MEASURES),
  state: oneOf(STATES),
  incidentKind: text,
  device: text,
  phase: oneOf(PHASES),
  format: oneOf(FORMATS),
  limit: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000,
};

/** The names of all members of the query model. */
export const MODEL_MEMBERS = Object.keys(CHECKS);

/** The query as one of another kind: what both have a use for is kept. */
export function ofKind(query: PresageQuery, kind: Kind): PresageQuery {
  const used: readonly string[] = MEMBERS[kind];
  // A field of incidents is none of a series.
  const crossing = (query.kind === 'incidents') !== (kind === 'incidents');
  const kept = Object.entries(query).filter(
    ([name]) => !(name in CHECKS) || name === 'version' || (used.includes(name) && !(crossing && name === 'field'))
  );
  return { ...Object.fromEntries(kept), refId: query.refId, kind };
}

/** The query as text to be edited: JSON without what Grafana adds to it. */
export function queryText(query: PresageQuery): string {
  const own = Object.entries(query).filter(([name]) => name in CHECKS);
  return JSON.stringify(Object.fromEntries(own), undefined, 2);
}

/** Reads an edited text into the query it came from; in words what is wrong where it is no query. */
export function readQueryText(written: string, base: PresageQuery): { query: PresageQuery } | { problem: string } {
  let members: unknown;
  try {
    members = JSON.parse(written);
  } catch (error) {
    return {
      problem: t('datasource.code.not-json', 'This is not JSON: {{why}}', { why: (error as Error).message, ...RAW }),
    };
  }
  if (!isRecord(members)) {
    return { problem: t('datasource.code.not-object', 'A query is an object: {"kind": "series", …}') };
  }
  const unknown = Object.keys(members).find((name) => !(name in CHECKS));
  if (unknown !== undefined) {
    return {
      problem: t('datasource.code.unknown', 'A query has no {{name}}; it has: {{known}}', {
        name: unknown,
        known: MODEL_MEMBERS.join(', '),
        ...RAW,
      }),
    };
  }
  const wrong = Object.entries(members).find(([name, value]) => !CHECKS[name as Member](value));
  if (wrong) {
    const [name, value] = wrong;
    return {
      problem: t('datasource.code.wrong', '{{name}} cannot be {{value}}', {
        name,
        value: JSON.stringify(value),
        ...RAW,
      }),
    };
  }
  const grafana = Object.entries(base).filter(([name]) => !(name in CHECKS));
  return { query: { ...Object.fromEntries(grafana), ...members, refId: base.refId } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
