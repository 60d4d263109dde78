import { z } from 'zod';
import { QueryProblem } from './limits.ts';

/** The version of the query model that this backend writes and understands. */
export const QUERY_VERSION = 1;
/** The version of everything that the plugin and the backend say to each other; a health answer carries it. */
export const PROTOCOL = 1;

export const QUERY_KINDS = [
  'series',
  'forecast',
  'realAndPredicted',
  'incidents',
  'devices',
  'topology',
  'accuracy',
  'status',
] as const;
/** What a number of the accuracy of forecasts can be. */
export const MEASURES = ['coverage95', 'coverage80', 'mase', 'skill', 'mae', 'bias', 'count'] as const;

const name = z.string().trim().max(200);
/** An editor that is not filled in leaves an empty text. */
const optionalName = name.transform((text) => text || undefined).optional();

/** Values of tags by their names; what is left empty is left out. */
const tagValues = z
  .record(name.min(1), z.union([name, z.array(name).max(1000)]))
  .transform((tags) => Object.fromEntries(Object.entries(tags).filter(([, value]) => [value].flat().some(Boolean))))
  .default({});

/** A query as dashboards and alert rules store it, every default filled in. Unknown members are Grafana's own. */
export const querySchema = z.object({
  version: z.literal(QUERY_VERSION).default(QUERY_VERSION),
  kind: z.enum(QUERY_KINDS).default('realAndPredicted').describe('What is asked for.'),
  measurement: optionalName.describe('Only series of this measurement; when nothing is chosen: radius.'),
  field: optionalName.describe(
    'Only series of this field. Of incidents as numbers: open (default), probability, affected or leadSeconds.',
  ),
  tags: tagValues.describe(
    'Only series with these tags; of several values any one does. The tag step is 5m or 1h for means, and absent for what was measured.',
  ),
  exclude: tagValues.describe('Only series without these tags; of several values each is left out.'),
  aggregate: z
    .enum(['mean', 'min', 'max', 'sum', 'count', 'last'])
    .optional()
    .describe('What is shown of samples too dense to be drawn one by one; default: mean, of a number: last.'),
  lead: z
    .enum(['newest', '1', '24'])
    .default('newest')
    .describe('The newest forecast as a whole, or what was forecast so many steps ahead. Of accuracy: newest is both.'),
  horizon: z
    .enum(['stored', 'week'])
    .default('stored')
    .describe('Of the newest forecast: as it is stored, or one of seven days, made when it is asked for.'),
  intervals: z
    .array(z.union([z.literal(80), z.literal(95)]))
    .default([80, 95])
    .describe('Prediction intervals in percent.'),
  threshold: z.number().optional().describe('Adds the probability that the value lies beyond it.'),
  direction: z
    .enum(['above', 'below'])
    .default('above')
    .describe('On which side of the threshold a value is a breach.'),
  measure: z.enum(MEASURES).default('coverage95').describe('Of the accuracy as numbers: which measure.'),
  state: z.enum(['open', 'all']).default('open').describe('Incidents that are open, or those that have ended too.'),
  incidentKind: optionalName.describe('Only incidents of this kind.'),
  device: optionalName.describe('Only incidents of this device.'),
  phase: z
    .enum(['', 'predicted', 'active', 'clearing', 'cleared', 'expired'])
    .transform((phase) => phase || undefined)
    .optional()
    .describe('Only incidents in this phase; one that is clearing is still active.'),
  format: z.enum(['timeseries', 'table', 'numeric']).optional().describe('Shape of the frames; default: by kind.'),
  limit: z.int().min(1).max(1000).default(1000).describe('At most so many series or incidents.'),
});

export type Query = z.output<typeof querySchema>;

/** The query as it is stored, as JSON Schema: what the plugin's types and the provisioned files are held to. */
export const queryJsonSchema = () => z.toJSONSchema(querySchema, { io: 'input' });

/** Reads a stored query. Throws a QueryProblem that says in words what is wrong with it. */
export function parseQuery(json: string): Query {
  const stored = readJson(json);
  const version = (stored as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > QUERY_VERSION) {
    throw new QueryProblem(
      400,
      `the query is of version ${version}, this Presage understands ${QUERY_VERSION}: the backend is older than the plugin, update the backend`,
    );
  }
  const result = querySchema.safeParse(stored);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`);
  throw new QueryProblem(400, problems.join('; '));
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json === '' ? '{}' : json);
  } catch {
    throw new QueryProblem(400, 'the query is not JSON: open it in the editor and save it again');
  }
}
