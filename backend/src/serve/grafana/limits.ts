/** The most points of one query's answer, all columns counted. */
export const POINT_LIMIT = 1_000_000;
/** The most queries of one request, the most bytes of one query, and of a request. */
export const QUERY_LIMIT = 100;
export const QUERY_BYTES = 64 * 1024;
export const REQUEST_BYTES = 32 * 1024 * 1024;
/** The longest range of time, milliseconds. */
export const RANGE_LIMIT = 20 * 366 * 86_400_000;
/** How long a query may take, milliseconds. Grafana itself sets no end to a query of a dashboard. */
export const QUERY_TIME = 25_000;

/** Ends a query with a message for the person who asked, and an HTTP status. It is not the fault of Presage. */
export class QueryProblem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'QueryProblem';
    this.status = status;
  }
}
