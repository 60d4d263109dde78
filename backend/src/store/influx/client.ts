import { InfluxDB, type IPoint, type IResponse, ResultError } from 'influx';
import { PresageError, reason } from '../../errors.ts';
import type { Secret } from '../../model/secret.ts';

export interface InfluxOptions {
  readonly url: string;
  readonly database: string;
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
  /** The longest that one request may take, in milliseconds. */
  readonly patience?: number;
}

const POINTS_A_REQUEST = 5000;
const PATIENCE = 120_000;
const SILENCE = 30_000;

export interface RawSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | string | null)[])[];
}

/** Requests to one database of an InfluxDB, which is made when it is missing; times are milliseconds both ways. */
export interface InfluxClient {
  write(points: readonly IPoint[]): Promise<void>;
  query(influxql: string): Promise<RawSeries[]>;
  /** Ends requests under way; they and later ones reject with STORE_UNAVAILABLE. */
  close(): void;
}

/**
 * Rejects with STORE_UNAVAILABLE while InfluxDB cannot be reached and with STORE_REJECTED when it says no. `onCreated` is
 * told that the database was missing: what was in it before, if anything, is gone.
 */
export function createInfluxClient(options: InfluxOptions, onCreated: () => void): InfluxClient {
  const { database, patience = PATIENCE } = options;
  const name = `InfluxDB at ${new URL(options.url).origin}`;
  const underWay = new Set<AbortController>();
  let closed = false;

  const once = async <T>(work: (influx: InfluxDB) => Promise<T>): Promise<T> => {
    const stop = new AbortController();
    if (closed) stop.abort();
    const timer = setTimeout(() => stop.abort(), patience);
    underWay.add(stop);
    try {
      return await Promise.race([work(connect(options, stop.signal)), aborted(stop.signal)]);
    } catch (error) {
      // The library's error holds the request with its credentials, so it is not handed on as the cause.
      if (isRefusal(error)) throw new PresageError('STORE_REJECTED', `${name} refused: ${reason(error)}`);
      if (closed) throw new PresageError('STORE_UNAVAILABLE', `${name}: the store is closed`);
      const why = stop.signal.aborted ? `no whole answer within ${patience / 1000} s` : whyAway(error);
      throw new PresageError('STORE_UNAVAILABLE', `${name} is away: ${why}`);
    } finally {
      clearTimeout(timer);
      underWay.delete(stop);
    }
  };
  const request = async <T>(work: (influx: InfluxDB) => Promise<T>): Promise<T> => {
    try {
      return await once(work);
    } catch (error) {
      if (!/database not found/.test(reason(error))) throw error;
      await once((influx) => influx.createDatabase(database));
      onCreated();
      return await once(work);
    }
  };

  return {
    async write(points) {
      for (let start = 0; start < points.length; start += POINTS_A_REQUEST) {
        const part = points.slice(start, start + POINTS_A_REQUEST);
        await request((influx) => influx.writePoints(part, { precision: 'ms' }));
      }
    },
    query: (influxql) =>
      request(async (influx) => {
        const { results } = (await influx.queryRaw(influxql, { precision: 'ms', method: 'POST' })) as IResponse;
        const failed = results.find(({ error }) => error)?.error;
        if (failed) throw new ResultError(failed);
        return results.flatMap(({ series }) => (series ?? []) as RawSeries[]);
      }),
    close() {
      closed = true;
      for (const request of underWay) request.abort();
    },
  };
}

/** A client for one request: the library shuts a host out for a while after a failure, a new client asks at once. */
function connect({ url, database, username, password }: InfluxOptions, signal: AbortSignal): InfluxDB {
  const { hostname, port, protocol, pathname } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const host = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (scheme === 'https' ? 443 : 80)),
    protocol: scheme,
    path: pathname === '/' ? '' : pathname.replace(/\/$/, ''),
    options: { signal },
  } as const;
  return new InfluxDB({
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    hosts: [host],
    pool: { maxRetries: 0, requestTimeout: SILENCE },
  });
}

/** Rejects on the signal: the library never settles when a connection breaks in the middle of an answer. */
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** InfluxDB refuses with a status of 400 to 499, or, in the middle of a query, with 200 and a text. */
function isRefusal(error: unknown): boolean {
  const status = (error as { res?: { statusCode?: number } }).res?.statusCode;
  return error instanceof ResultError || (status !== undefined && status >= 400 && status < 500);
}

function whyAway(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'ECONNREFUSED') return 'connection refused; start it, or check store.url';
  return reason(error) || code || 'no answer';
}
