import { z } from 'zod';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, type Operation, operation, operationsOf } from './operation.ts';
import { PROBLEMS, type ProblemName } from './problem.ts';

type Json = Record<string, unknown>;

/** Version of the interface; it changes only when the interface does. */
const INTERFACE_VERSION = '1.0.0';

const problemSchema = z
  .looseObject({
    type: z.string().describe('/problems/ and the name of the problem.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request and what to do.'),
    errors: z.array(z.strictObject({ field: z.string(), problem: z.string() })).optional(),
    reasons: z.array(z.string()).optional(),
  })
  .register(namedSchemas, { id: 'Problem' });

/** The OpenAPI 3.1 document of these endpoints, generated from their schemas. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presage',
      version: INTERFACE_VERSION,
      description: 'Series, forecasts and health of Presage, and the answers of the original service.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, pathItem(endpoint)])),
    components: { schemas: components() },
  };
}

/** Serves the document at /openapi.json. The list of endpoints is asked for late, since this one is in it. */
export function openApiEndpoint(endpoints: () => readonly Endpoint[]): Endpoint {
  return {
    path: '/openapi.json',
    get: operation({
      id: 'readOpenApi',
      summary: 'This description, as OpenAPI 3.1',
      answer: json(z.record(z.string(), z.unknown())),
      problems: [],
      handle: () => openApiDocument(endpoints()),
    }),
  };
}

function pathItem(endpoint: Endpoint): Json {
  return Object.fromEntries(operationsOf(endpoint).map(([method, operation]) => [method, operationObject(operation)]));
}

function operationObject({ id, summary, description, parameters, query, body, answer, problems }: Operation): Json {
  const named = (schema: z.ZodObject | undefined, place: 'path' | 'query') =>
    Object.entries(schema?.shape ?? {}).map(([name, type]) => parameter(name, type, place));
  const all = [...named(parameters, 'path'), ...named(query, 'query')];
  const content = (type: string, schema: unknown) => ({ [type.split(';')[0]!]: { schema } });
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body
      ? { requestBody: { required: true, content: content('application/json', jsonSchema(body, 'input')) } }
      : {}),
    responses: {
      200: { description: 'Done.', content: content(answer.type, jsonSchema(answer.schema, 'output')) },
      ...problemResponses(problems),
    },
  };
}

function problemResponses(problems: readonly ProblemName[]): Json {
  const schema = jsonSchema(problemSchema, 'output');
  const all: readonly ProblemName[] = [...problems, 'misdirected-request', 'internal-error'];
  return Object.fromEntries(
    all.map((name) => [
      PROBLEMS[name].status,
      { description: `${PROBLEMS[name].title}.`, content: { 'application/problem+json': { schema } } },
    ]),
  );
}

function parameter(name: string, type: z.core.$ZodType, place: 'path' | 'query'): Json {
  const { description, ...schema } = jsonSchema(type, 'input');
  const required = place === 'path' ? { required: true } : {};
  const common = { in: place, ...required, ...(description === undefined ? {} : { description }) };
  if (name !== 'tags') return { name, ...common, schema };
  // Exploded, the members of this object are the parameters themselves, which is how OpenAPI writes open names.
  const open = { type: 'object', propertyNames: { pattern: '^tag\\..' }, additionalProperties: { type: 'string' } };
  return { name, ...common, style: 'form', explode: true, schema: open };
}

const reference = (id: string) => `#/components/schemas/${id}`;

function components(): Json {
  const { schemas } = z.toJSONSchema(namedSchemas, { uri: reference });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  const name = namedSchemas.get(schema)?.id;
  if (name !== undefined) return { $ref: reference(name) };
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
