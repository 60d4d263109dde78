import { RequestFailedError, type Varbind } from 'net-snmp';
import {
  GuardedSession,
  type Ignored,
  Refused,
  type SessionOptions,
  TimedOut,
  Unsupported,
} from './guarded-session.ts';
import type { Report } from './usm/report.ts';

/** Error statuses of RFC 3416 that are met with a remedy of their own. */
export const STATUS = { tooBig: 1, noSuchName: 2, authorizationError: 16 } as const;

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

/** Single requests to one device, as promises that reject with a RequestFailure. */
export interface Exchange {
  get(oids: readonly string[]): Promise<readonly Varbind[]>;
  getNext(oids: readonly string[]): Promise<readonly Varbind[]>;
  /** For each OID what follows it, up to `repetitions` variables, and the octets of the whole answer. */
  getBulk(
    oids: readonly string[],
    repetitions: number,
  ): Promise<{ readonly columns: readonly (readonly Varbind[])[]; readonly octets: number }>;
  readonly ignored: Ignored;
  /** True when an engine of SNMP v3 has said its name. */
  knowsEngine(): boolean;
  close(): void;
}

/** Opens a socket for the requests to one device. */
export function createExchange(options: SessionOptions): Exchange {
  const session = new GuardedSession(options);
  const request = <T>(send: (done: (error: Error | null, answer?: T) => void) => void) =>
    new Promise<T>((resolve, reject) =>
      send((error, answer) => (error ? reject(failureOf(error)) : resolve(answer as T))),
    );
  return {
    get: (oids) => request<Varbind[]>((done) => session.get([...oids], done)),
    getNext: (oids) => request<Varbind[]>((done) => session.getNext([...oids], done)),
    async getBulk(oids, repetitions) {
      const columns = await request<Varbind[][]>((done) =>
        session.getBulk([...oids], 0, repetitions, (error, answer) => done(error, answer as Varbind[][])),
      );
      return { columns, octets: session.answerOctets };
    },
    ignored: session.ignored,
    knowsEngine: () => session.knowsEngine(),
    close: () => void session.close(),
  };
}

function failureOf(error: Error): RequestFailure {
  if (error instanceof TimedOut) return new RequestFailure('silence', error.message);
  if (error instanceof RequestFailedError) {
    return new RequestFailure('status', `the device reports ${error.message}`, error.status);
  }
  if (error instanceof Refused) return new RequestFailure('refused', error.message, 0, error.report);
  if (error instanceof Unsupported) return new RequestFailure('unsupported', error.message);
  const network = 'syscall' in error || error.message.includes('Socket');
  return new RequestFailure(network ? 'network' : 'misfit', error.message);
}
