import type { ErrorRequestHandler } from 'express';
import { type ErrorCode, PresageError } from '../../errors.ts';
import type { RestLogger } from './dependencies.ts';

/** Every kind of problem the service answers with; docs/reference/api.md documents each under its name. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'not-allowed': { status: 403, title: 'The user may not do this' },
  'not-found': { status: 404, title: 'There is nothing at this path' },
  'series-unknown': { status: 404, title: 'No such series is forecast' },
  'method-not-allowed': { status: 405, title: 'The path does not know this method' },
  'not-possible': { status: 409, title: 'This cannot be done now' },
  'still-learning': { status: 409, title: 'There is too little history for a forecast' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not understood' },
  'misdirected-request': { status: 421, title: 'The request was meant for another host' },
  'too-many-points': { status: 422, title: 'The answer would be too large' },
  'too-far-ahead': { status: 422, title: 'The forecast does not reach so far' },
  'internal-error': { status: 500, title: 'Presage failed to answer' },
  'store-unavailable': { status: 503, title: 'The store is away' },
  'not-ready': { status: 503, title: 'Presage is not ready' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** What is wrong with one field of a request. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

interface ProblemExtras {
  /** Further members of the answer. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Ends a request with a problem answer (RFC 9457). `detail` says in one line what is wrong and what to do. */
export class Problem extends Error {
  readonly kind: ProblemName;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemName, detail: string, { members = {}, headers = {}, cause }: ProblemExtras = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.kind = kind;
    this.members = members;
    this.headers = headers;
  }
}

/** The problem of a request whose fields are wrong. */
export function invalidFields(errors: readonly FieldProblem[]): Problem {
  const detail = errors.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
  return new Problem('invalid-request', detail, { members: { errors } });
}

/** The last handler: answers everything thrown as a problem, and logs what is the fault of Presage itself. */
export function problemHandler(logger: RestLogger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = asProblem(error);
    const { status, title } = PROBLEMS[problem.kind];
    if (problem.kind === 'internal-error') logger.error({ err: error, path: request.path }, 'a request failed');
    response
      .status(status)
      .set(problem.headers)
      .type('application/problem+json')
      .json({ type: `/problems/${problem.kind}`, title, status, detail: problem.message, ...problem.members });
  };
}

/** What errors with these codes are answered with: their message says what to do. */
const OF_CODE: Partial<Record<ErrorCode, ProblemName>> = {
  ACTION_REFUSED: 'not-possible',
  CONFIG_INVALID: 'invalid-request',
  CONFIG_UNREADABLE: 'not-possible',
  FILE_UNWRITABLE: 'not-possible',
  FORECAST_UNKNOWN_SERIES: 'series-unknown',
  FORECAST_LEARNING: 'still-learning',
  FORECAST_TOO_FAR: 'too-far-ahead',
};

/** The problem that anything thrown is answered with. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof PresageError && error.code === 'STORE_UNAVAILABLE') {
    return new Problem('store-unavailable', error.message, { headers: { 'Retry-After': '5' }, cause: error });
  }
  const kind = error instanceof PresageError ? OF_CODE[error.code] : undefined;
  if (error instanceof PresageError && kind) return new Problem(kind, error.message, { cause: error });
  return (
    fromExpress(error) ?? new Problem('internal-error', 'See the log of Presage for the reason.', { cause: error })
  );
}

/** What express and its body parser throw carries a status. */
function fromExpress(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status === 413) return new Problem('body-too-large', 'Send a body of at most 100 KB.', { cause: error });
  if (error.status === 415) return new Problem('unsupported-media-type', error.message, { cause: error });
  if (error.status < 400 || error.status > 499) return undefined;
  const inBody = 'type' in error && error.type === 'entity.parse.failed';
  if (inBody) return invalidFields([{ field: 'body', problem: `expected a JSON object (${error.message})` }]);
  return new Problem('invalid-request', error.message, { cause: error });
}
