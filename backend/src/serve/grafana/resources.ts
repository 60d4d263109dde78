import type { Request, Response } from 'express';
import type { User } from '../../model/incident.ts';
import type { Series } from '../../model/series.ts';
import { ENDPOINTS } from '../rest/endpoints.ts';
import { isForecast } from '../rest/forecasts.ts';
import type { Method, Operation } from '../rest/operation.ts';
import { asProblem, PROBLEMS, Problem } from '../rest/problem.ts';
import type { GrafanaDependencies } from './asking.ts';
import type { CallResourceRequest, CallResourceResponse } from './protocol.ts';
import { sharedCache } from './shared-cache.ts';
import { isAllowed, WRONG_TOKEN } from './token.ts';

const BODY_LIMIT = 100 * 1024;
/** How long pickers show the same series, milliseconds. */
const PICKED_FOR = 5000;
/** The paths of the REST service that Grafana may call; those that are streams or files are not among them. */
const OFFERED = /^\/api\/v1\/(?!events$)/;

/** What the pickers of the query editor and ad hoc filters choose from. */
type Picker = (series: readonly Series[], query: URLSearchParams) => Iterable<string | undefined>;
const PICKERS: ReadonlyMap<string, Picker> = new Map<string, Picker>([
  ['measurements', (series) => series.map(({ measurement }) => measurement)],
  ['fields', (series, query) => chosen(series, query).map(({ field }) => field)],
  ['tag-keys', (series, query) => chosen(series, query).flatMap(({ tags }) => Object.keys(tags))],
  [
    'tag-values',
    (series, query) =>
      chosen(series, query).map(({ tags }) => new Map(Object.entries(tags)).get(query.get('tag') ?? '')),
  ],
]);

function chosen(series: readonly Series[], query: URLSearchParams): Series[] {
  const measurement = query.get('measurement');
  return series.filter((one) => !measurement || one.measurement === measurement);
}

/** Answers what the editors, panels and pages call: the REST service under its own paths, and lists to choose from. */
export function createResources(dependencies: GrafanaDependencies) {
  const cache = sharedCache<readonly Series[]>(PICKED_FOR, 1, () => performance.now());
  const series = async () => {
    const list = async () => (await dependencies.store.list({})).filter((one) => !isForecast(one));
    return cache.get('series', list, new AbortController().signal);
  };
  return async (request: CallResourceRequest): Promise<CallResourceResponse> => {
    try {
      if (!isAllowed(request, dependencies.token)) throw new Problem('not-allowed', WRONG_TOKEN);
      const path = `/${request.path.replace(/^\/+/, '')}`;
      const query = new URL(request.url, 'http://grafana').searchParams;
      const picker = PICKERS.get(path.slice(1));
      if (picker)
        return json(200, [...new Set(picker(await series(), query))].filter((one) => one !== undefined).sort());
      if (path === '/kinds')
        return json(
          200,
          dependencies.kinds.map((kind) => ({ kind, title: dependencies.titleOf(kind) })),
        );
      return json(200, await callRest(request, path, query, dependencies));
    } catch (error) {
      return problemAnswer(error, dependencies);
    }
  };
}

/** Runs an operation of the REST service. Rejects with its Problem. */
async function callRest(
  request: CallResourceRequest,
  path: string,
  query: URLSearchParams,
  dependencies: GrafanaDependencies,
): Promise<unknown> {
  const { operation, params } = operationAt(path, request.method);
  const user = userOf(request);
  if (request.method !== 'GET' && user.role === 'Viewer') {
    throw new Problem('not-allowed', 'Viewers may read only: ask for the role of an editor.');
  }
  const asked = { params, query: queryObject(query), body: readBody(request), is: () => 'application/json' };
  return operation.run(asked as unknown as Request, { ...dependencies, user }, {} as Response);
}

/** The user of Grafana; whoever has no role there may read only. */
function userOf({ pluginContext }: CallResourceRequest): User {
  const { login = '', role = '' } = pluginContext?.user ?? {};
  return { login, role: role === 'Admin' || role === 'Editor' ? role : 'Viewer' };
}

function operationAt(path: string, method: string): { operation: Operation; params: Record<string, string> } {
  for (const endpoint of OFFERED.test(path) ? ENDPOINTS : []) {
    const pattern = new RegExp(`^${endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(path);
    if (!match) continue;
    const operation = endpoint[method.toLowerCase() as Method];
    if (!operation) throw new Problem('method-not-allowed', `${path} does not answer ${method}.`);
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { operation, params: Object.fromEntries(params) };
  }
  throw new Problem('not-found', `Nothing is at ${path}: plugin and backend may be of different versions.`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('not-found', `Nothing is at ${text}.`);
  }
}

/** As express reads a query: several values of one name as a list. */
function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  const values = [...new Set(query.keys())].map((name) => [name, query.getAll(name)] as const);
  return Object.fromEntries(values.map(([name, all]) => [name, all.length === 1 ? all[0]! : all]));
}

function readBody({ body }: CallResourceRequest): unknown {
  if (body.length > BODY_LIMIT) throw new Problem('body-too-large', 'Send a body of at most 100 KB.');
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Problem('invalid-request', 'body: expected a JSON object');
  }
}

function problemAnswer(error: unknown, { logger }: GrafanaDependencies): CallResourceResponse {
  const problem = asProblem(error);
  const { status, title } = PROBLEMS[problem.kind];
  if (problem.kind === 'internal-error') logger.error({ err: error }, 'a resource call of Grafana failed');
  const answer = { type: `/problems/${problem.kind}`, title, status, detail: problem.message, ...problem.members };
  return json(status, answer, 'application/problem+json');
}

function json(code: number, value: unknown, type = 'application/json'): CallResourceResponse {
  const headers = { 'Content-Type': { values: [type] }, 'Cache-Control': { values: ['no-store'] } };
  return { code, headers, body: Buffer.from(JSON.stringify(value)) };
}
