import { PresageError } from '../../errors.ts';
import { PROBLEMS, Problem } from '../rest/problem.ts';
import { answerAccuracy } from './accuracy-frames.ts';
import type { Answer, Asking, GrafanaDependencies } from './asking.ts';
import { answerDevices, answerTopology } from './device-frames.ts';
import { answerForecast, answerRealAndPredicted } from './forecast-frames.ts';
import { encodeFrame, type Frame, frameJson } from './frame.ts';
import { answerIncidents } from './incident-frames.ts';
import { QUERY_BYTES, QUERY_LIMIT, QUERY_TIME, QueryProblem } from './limits.ts';
import type { DataQuery, DataResponse, QueryDataRequest, QueryDataResponse } from './protocol.ts';
import { parseQuery, type Query } from './query.ts';
import { answerSeries } from './series-frames.ts';
import type { SharedCache } from './shared-cache.ts';
import { answerStatus } from './status-frames.ts';
import { timingOf } from './timing.ts';

const ANSWERS: Readonly<Record<Query['kind'], Answer>> = {
  series: answerSeries,
  forecast: answerForecast,
  realAndPredicted: answerRealAndPredicted,
  incidents: answerIncidents,
  devices: answerDevices,
  topology: answerTopology,
  accuracy: answerAccuracy,
  status: answerStatus,
};
/** The kinds of which an alert rule gets numbers, whatever format is stored. */
const AS_NUMBERS: ReadonlySet<Query['kind']> = new Set(['incidents', 'devices', 'accuracy']);
/** The refId by which Grafana asks for annotations. */
const ANNOTATIONS = 'Anno';

type Format = QueryDataRequest['format'];

/** Answers every query by itself: what is wrong with one is said in its own response. */
export async function queryData(
  { queries, headers, format }: Pick<QueryDataRequest, 'queries' | 'headers' | 'format'>,
  dependencies: GrafanaDependencies,
  cache: SharedCache<readonly Uint8Array[]>,
  signal: AbortSignal,
): Promise<QueryDataResponse> {
  const forAlert = headers.FromAlert === 'true';
  const answered = queries.map(async (query, index): Promise<[string, DataResponse]> => {
    try {
      if (index >= QUERY_LIMIT) throw new QueryProblem(400, `a request may hold ${QUERY_LIMIT} queries: ask for fewer`);
      const frames = await answer(query, forAlert, format, dependencies, cache, signal);
      return [query.refId, { frames, status: 200, format }];
    } catch (error) {
      return [query.refId, failure(error, dependencies)];
    }
  });
  return { responses: Object.fromEntries(await Promise.all(answered)) };
}

/** The same error for every query of a request. */
export function refuseQueries(
  { queries }: Pick<QueryDataRequest, 'queries'>,
  status: number,
  error: string,
): QueryDataResponse {
  const response = { frames: [], status, error, errorSource: 'downstream' } as const;
  return { responses: Object.fromEntries(queries.map(({ refId }) => [refId, response])) };
}

async function answer(
  asked: DataQuery,
  forAlert: boolean,
  format: Format,
  dependencies: GrafanaDependencies,
  cache: SharedCache<readonly Uint8Array[]>,
  cancelled: AbortSignal,
): Promise<readonly Uint8Array[]> {
  if (asked.json.length > QUERY_BYTES) throw new QueryProblem(413, `the query is larger than ${QUERY_BYTES} bytes`);
  const stored = parseQuery(asked.json.toString('utf8'));
  const asNumbers = forAlert && AS_NUMBERS.has(stored.kind);
  const query: Query = asNumbers ? { ...stored, format: 'numeric' } : stored;
  const about = { query, forAlert, forAnnotations: asked.refId === ANNOTATIONS, ...timingOf(asked) };
  const make = async (signal: AbortSignal) => {
    const asking: Asking = { ...about, signal };
    const frames = await ANSWERS[query.kind](asking, dependencies);
    signal.throwIfAborted();
    return frames.map((frame) => encoded(frame, asked.refId, format));
  };
  const limited = AbortSignal.any([cancelled, AbortSignal.timeout(QUERY_TIME)]);
  return cache.get(JSON.stringify([asked.refId, format, about]), make, limited);
}

const encoded = (frame: Frame, refId: string, format: Format): Uint8Array =>
  format === 'JSON' ? Buffer.from(JSON.stringify(frameJson(frame, refId))) : encodeFrame(frame, refId);

function failure(error: unknown, { logger }: GrafanaDependencies): DataResponse {
  if (error instanceof QueryProblem) return failed(error.status, error.message, 'downstream');
  if (error instanceof Problem && error.kind !== 'internal-error') {
    return failed(PROBLEMS[error.kind].status, error.message, 'downstream');
  }
  if (error instanceof PresageError && error.code === 'STORE_UNAVAILABLE')
    return failed(503, error.message, 'downstream');
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const problem = `the query took longer than ${QUERY_TIME / 1000} s`;
    return failed(504, `${problem}: choose a shorter range or fewer series`, 'downstream');
  }
  if (error instanceof DOMException && error.name === 'AbortError')
    return failed(499, 'the query was given up', 'downstream');
  logger.error({ err: error }, 'a query of Grafana failed');
  return failed(500, 'Presage failed to answer: see its log for the reason', 'plugin');
}

const failed = (status: number, error: string, errorSource: 'downstream' | 'plugin'): DataResponse => ({
  ...{ frames: [], status, error, errorSource },
});
