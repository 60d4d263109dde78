import type { Report } from './usm/report.ts';

/** Error statuses of RFC 3416 that are met with a remedy of their own. */
export const STATUS = { tooBig: 1, noSuchName: 2, authorizationError: 16 } as const;

/** Error statuses by number, as people know them. */
const STATUS_WORDS = [
  'NoError',
  'TooBig',
  'NoSuchName',
  'BadValue',
  'ReadOnly',
  'GeneralError',
  'NoAccess',
  'WrongType',
  'WrongLength',
  'WrongEncoding',
  'WrongValue',
  'NoCreation',
  'InconsistentValue',
  'ResourceUnavailable',
  'CommitFailed',
  'UndoFailed',
  'AuthorizationError',
  'NotWritable',
  'InconsistentName',
];
const GENERAL_ERROR = 5;

/**
 * Why a request brought nothing: silence, an error status, a report of SNMP v3 that refuses it, a protocol that this host
 * refuses, an answer that does not fit, no way to send, no time left.
 */
export class RequestFailure extends Error {
  readonly kind: 'silence' | 'status' | 'refused' | 'unsupported' | 'misfit' | 'network' | 'slow';
  /** The error status; 0 for the other kinds. */
  readonly status: number;
  /** What was reported by what refuses. */
  readonly report: Report | undefined;

  constructor(kind: RequestFailure['kind'], message: string, status = 0, report?: Report) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.report = report;
  }
}

/** The failure that an error status tells, about an object where it names one. */
export function statusFailure(errorStatus: number, oid: string | undefined): RequestFailure {
  const status = errorStatus > 0 && errorStatus < STATUS_WORDS.length ? errorStatus : GENERAL_ERROR;
  const about = oid === undefined ? '' : `: ${oid}`;
  return new RequestFailure('status', `the device reports ${STATUS_WORDS[status]}${about}`, status);
}
