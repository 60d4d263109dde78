import type { Request, Response } from 'express';
import { z } from 'zod';
import type { CallDependencies } from './dependencies.ts';
import { type FieldProblem, invalidFields, Problem, type ProblemName } from './problem.ts';

/** What a successful answer is: its media type, and its schema when it is JSON. */
export interface AnswerShape<A extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly schema: A;
}

interface Description {
  /** Name of the operation in the OpenAPI document. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** The problems it may answer with, beside those that any request may meet. */
  readonly problems: readonly ProblemName[];
}

/** One method of one path: what the OpenAPI document says of it, and what answers it. */
export interface Operation extends Description {
  /** What stands in braces in the path. */
  readonly parameters: z.ZodObject | undefined;
  /** Undefined when query parameters are ignored. */
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodObject | undefined;
  readonly answer: AnswerShape;
  /** The answer to a request; undefined when it is written to the response bit by bit. Rejects with a Problem. */
  run(request: Request, dependencies: CallDependencies, response: Response): Promise<unknown>;
}

export const METHODS = ['get', 'post', 'put', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** A path, with what is open in it in braces (`/incidents/{id}`), and its methods. */
export interface Endpoint extends Partial<Readonly<Record<Method, Operation>>> {
  readonly path: string;
}

/** The methods of an endpoint with their operations. */
export function operationsOf(endpoint: Endpoint): [Method, Operation][] {
  return METHODS.flatMap((method) => {
    const operation = endpoint[method];
    return operation ? [[method, operation] as [Method, Operation]] : [];
  });
}

const NOTHING = z.object({});

/** An operation whose handler receives its query and body validated and typed by their schemas. */
export function operation<A extends z.ZodType, P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodObject>({
  handle,
  ...definition
}: Description & {
  readonly parameters?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: AnswerShape<A>;
  handle(
    input: { readonly parameters: z.output<P>; readonly query: z.output<Q>; readonly body: z.output<B> },
    dependencies: CallDependencies,
    response: Response,
  ): z.input<A> | Promise<z.input<A>> | undefined;
}): Operation {
  const { parameters, query, body } = definition;
  return {
    ...definition,
    parameters,
    query,
    body,
    async run(request, dependencies, response) {
      const input = {
        parameters: validated(parameters ?? (NOTHING as unknown as P), parameters ? request.params : {}),
        query: validated(query ?? (NOTHING as unknown as Q), query ? readQuery(request, query) : {}),
        body: validated(body ?? (NOTHING as unknown as B), body ? readBody(request) : {}),
      };
      return handle(input, dependencies, response);
    },
  };
}

/** A JSON answer of this schema. */
export function json<A extends z.ZodType>(schema: A): AnswerShape<A> {
  return { type: 'application/json', schema };
}

/** A text answer of this media type. */
export function text(type: string): AnswerShape<z.ZodString> {
  return { type, schema: z.string() };
}

/** Query parameters by name; where the schema has `tags`, every `tag.NAME` is gathered in it. */
function readQuery(request: Request, schema: z.ZodObject): Record<string, unknown> {
  const parameters: [string, string][] = [];
  const tags: [string, string][] = [];
  for (const [name, value] of Object.entries(request.query)) {
    if (typeof value !== 'string') throw invalidFields([{ field: name, problem: 'is given more than once' }]);
    if ('tags' in schema.shape && name.startsWith('tag.')) tags.push([name.slice('tag.'.length), value]);
    else parameters.push([name, value]);
  }
  return Object.fromEntries(tags.length > 0 ? [...parameters, ['tags', Object.fromEntries(tags)]] : parameters);
}

function readBody(request: Request): unknown {
  if (request.is('application/json') === false) {
    throw new Problem('unsupported-media-type', 'Send JSON, with the header Content-Type: application/json.');
  }
  return request.body ?? {};
}

function validated<S extends z.ZodObject>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.flatMap((issue) => fieldProblems(issue, Object.keys(schema.shape))));
}

function fieldProblems(issue: z.core.$ZodIssue, known: readonly string[]): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const names = known.map((name) => (name === 'tags' ? 'tag.NAME' : name)).join(', ');
    return issue.keys.map((field) => ({ field, problem: `is not known here; known are ${names}` }));
  }
  const [first, ...rest] = issue.path.map(String);
  if (first === undefined) return [{ field: 'body', problem: issue.message }];
  return [{ field: [first === 'tags' ? 'tag' : first, ...rest].join('.'), problem: issue.message }];
}
