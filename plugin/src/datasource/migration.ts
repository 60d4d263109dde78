import { PresageQuery, QUERY_VERSION } from './types';

/** True for a query that a newer plugin has saved: this one does not know what is in it. */
export function isNewer(query: PresageQuery): boolean {
  return (query.version ?? QUERY_VERSION) > QUERY_VERSION;
}

/**
 * A stored query in the present version of the model; the same object where nothing has to change. One without a
 * version was written by hand, such as in a provisioned dashboard, and is of version 1. A newer one stays as it is.
 */
export function migrate(query: PresageQuery): PresageQuery {
  return query.version === undefined ? { ...query, version: QUERY_VERSION } : query;
}
