import { InfluxDB, type IPoint, type IResponse } from 'influx';
import { PresageError, reason } from '../../errors.ts';
import type { Secret } from '../../model/secret.ts';

export interface InfluxOptions {
  readonly url: string;
  readonly database: string;
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
}

const POINTS_A_REQUEST = 5000;
const TIMEOUT = 30_000;

export interface RawSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | string | null)[])[];
}

/** Requests to one database of an InfluxDB, which is made when it is missing; times are milliseconds both ways. */
export interface InfluxClient {
  readonly name: string;
  write(points: readonly IPoint[]): Promise<void>;
  query(influxql: string): Promise<RawSeries[]>;
}

/** Rejects with STORE_UNAVAILABLE while InfluxDB cannot be reached and with STORE_REJECTED when it says no. */
export function createInfluxClient({ url, database, username, password }: InfluxOptions): InfluxClient {
  const { hostname, port, protocol, pathname } = new URL(url);
  const name = `InfluxDB at ${protocol}//${hostname}${port ? `:${port}` : ''}`;
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const connect = () =>
    new InfluxDB({
      database,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: password.reveal() }),
      hosts: [
        {
          host: hostname.replace(/^\[|\]$/g, ''),
          port: Number(port || (scheme === 'https' ? 443 : 80)),
          protocol: scheme,
          path: pathname === '/' ? '' : pathname,
        },
      ],
      pool: { maxRetries: 0, requestTimeout: TIMEOUT },
    });
  let influx = connect();

  const once = async <T>(request: (client: InfluxDB) => Promise<T>): Promise<T> => {
    try {
      return await request(influx);
    } catch (error) {
      const status = (error as { res?: { statusCode?: number } }).res?.statusCode;
      // The library's error holds the request with its credentials, so it is not handed on as the cause.
      if (status !== undefined && status >= 400 && status < 500) {
        throw new PresageError('STORE_REJECTED', `${name} refused: ${reason(error)}`);
      }
      if (isQueryError(error)) throw new PresageError('STORE_REJECTED', `${name} refused: ${reason(error)}`);
      // The library shuts a host out for a while after a failure; a new client asks at once.
      influx = connect();
      throw new PresageError('STORE_UNAVAILABLE', `${name} is away: ${whyAway(error)}`);
    }
  };
  const request = async <T>(work: (client: InfluxDB) => Promise<T>): Promise<T> => {
    try {
      return await once(work);
    } catch (error) {
      if (!/database not found/.test(reason(error))) throw error;
      await once((client) => client.createDatabase(database));
      return await once(work);
    }
  };

  return {
    name,
    async write(points) {
      for (let start = 0; start < points.length; start += POINTS_A_REQUEST) {
        const part = points.slice(start, start + POINTS_A_REQUEST);
        await request((client) => client.writePoints(part, { precision: 'ms', database }));
      }
    },
    query: (influxql) =>
      request(async (client) => {
        const { results } = (await client.queryRaw(influxql, { precision: 'ms', database })) as IResponse;
        const failed = results.find(({ error }) => error)?.error;
        if (failed) throw new Error(failed);
        return results.flatMap(({ series }) => (series ?? []) as RawSeries[]);
      }),
  };
}

/** InfluxDB answers some faults of a query with status 200 and a text. */
const isQueryError = (error: unknown) =>
  error instanceof Error &&
  !('code' in error) &&
  /database not found|error parsing|not authorized|permission/i.test(error.message);

function whyAway(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'ECONNREFUSED') return 'connection refused; start it, or check store.url';
  return reason(error) || code || 'no answer';
}
