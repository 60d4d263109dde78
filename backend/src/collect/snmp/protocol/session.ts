import type { ColumnValues } from './column-values.ts';
import { createExchange, type Exchange, type Ignored, type SessionOptions } from './exchange.ts';
import { createPresence } from './presence.ts';
import { RequestFailure, STATUS } from './request-failure.ts';
import type { SnmpValue } from './values.ts';
import type { Variables } from './variables.ts';
import { type Pace, type Walk, walkColumns } from './walk.ts';

export type { SessionOptions } from './exchange.ts';

/** Variables in one GET, so that the answer passes unfragmented: numbers, and texts. */
const NUMBERS_AT_ONCE = 40;
export const TEXTS_AT_ONCE = 20;

const ROW_LIMIT = 20_000;

/** From `begin` on, requests are sent for this long, real milliseconds. */
const LONGEST_READING = 60_000;

const REPETITIONS = 50;

/** What a reading found. */
export interface Got {
  /** In the order of the OIDs; null where the device has none. */
  readonly values: readonly (SnmpValue | null)[];
  /** What went wrong, in words. */
  readonly errors: readonly string[];
  /** Until the first answer, real milliseconds. */
  readonly milliseconds: number;
  /** True when the device refused an object for want of rights. */
  readonly denied: boolean;
}

export interface Walked {
  /** Values by index, in the order of the columns. */
  readonly columns: readonly ColumnValues[];
  readonly errors: readonly string[];
}

/** Asks one device over SNMP. Requests go one after another. */
export interface SnmpSession {
  /**
   * Reads single objects, so many at once (default: for numbers). Rejects with a RequestFailure when the device is silent
   * or answers something else.
   */
  get(oids: readonly string[], atOnce?: number): Promise<Got>;
  /**
   * Reads columns of a table side by side, so many rows at most (default: 20,000); never rejects. `expected` are the indexes
   * of the rows seen last time.
   */
  walk(columns: readonly string[], expected?: readonly string[], rowLimit?: number): Promise<Walked>;
  /** Whether columns have rows, asked for many at once; left out are those of which it is not known. Never rejects. */
  presence(columns: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  /** Begins a reading: what is asked from now on may take a minute in all. */
  begin(): void;
  /** Sets the most repetitions of a GETBULK, 1 for none; without a number back to the usual. */
  setRepetitions(repetitions?: number): void;
  /** Datagrams ignored so far. */
  readonly ignored: Readonly<Ignored>;
  /** True when an engine of SNMP v3 has said its name. */
  knowsEngine(): boolean;
  /** Frees the socket; requests under way are rejected. */
  close(): void;
}

/** Opens a session; nothing is sent yet. */
export function createSession(options: SessionOptions): SnmpSession {
  const exchange = createExchange(options);
  const presence = createPresence(exchange);
  // Version 1 has no GETBULK.
  const usual = options.credentials.version === '1' ? 1 : REPETITIONS;
  const pace: Pace = { repetitions: usual };
  let most = usual;
  let hadToLower = false;
  let deadline = Number.POSITIVE_INFINITY;
  return {
    begin() {
      deadline = performance.now() + LONGEST_READING;
      // Once may be the path that loses packets; twice in a row it is the device.
      const lowered = pace.repetitions < most;
      if (lowered && hadToLower) most = pace.repetitions;
      hadToLower = lowered;
      pace.repetitions = most;
    },
    async get(oids, atOnce = NUMBERS_AT_ONCE) {
      const trouble: Trouble = { errors: [], denied: false };
      const values: (SnmpValue | null)[] = [];
      const begun = performance.now();
      let milliseconds = 0;
      for (let at = 0; at < oids.length; at += atOnce) {
        if (performance.now() > deadline) {
          throw new RequestFailure('slow', `so slowly that a reading takes longer than ${LONGEST_READING / 1000} s`);
        }
        values.push(...(await getParts(exchange, oids.slice(at, at + atOnce), trouble)));
        milliseconds ||= performance.now() - begun;
      }
      return { values, ...trouble, milliseconds };
    },
    async walk(columns, expected, rowLimit = ROW_LIMIT) {
      const walk = await walkColumns(exchange, columns, { pace, expected, rowLimit, deadline });
      if (walk.broken.length === 0) return walk;
      return mend(exchange, columns, walk, deadline);
    },
    presence: (columns) => presence.find(columns, deadline),
    setRepetitions(repetitions = REPETITIONS) {
      most = Math.min(usual, repetitions);
      pace.repetitions = most;
    },
    ignored: exchange.ignored,
    knowsEngine: () => exchange.knowsEngine(),
    close: () => exchange.close(),
  };
}

/** What went wrong with single objects. */
interface Trouble {
  readonly errors: string[];
  denied: boolean;
}

/** Reads objects; where the device fails, by halves, so that one bad object does not lose the others. */
async function getParts(exchange: Exchange, oids: readonly string[], trouble: Trouble): Promise<(SnmpValue | null)[]> {
  let variables: Variables;
  try {
    variables = await exchange.get(oids);
  } catch (failure) {
    if (!(failure instanceof RequestFailure) || failure.kind !== 'status') throw failure;
    if (oids.length === 1) {
      trouble.denied ||= failure.status === STATUS.authorizationError;
      // In version 1 this is how a device says that it has none.
      if (failure.status !== STATUS.noSuchName) trouble.errors.push(`${oids[0]}: ${failure.message}`);
      return [null];
    }
    const middle = oids.length >> 1;
    const first = await getParts(exchange, oids.slice(0, middle), trouble);
    return [...first, ...(await getParts(exchange, oids.slice(middle), trouble))];
  }
  return oids.map((oid, place) => {
    if (variables.isNamed(place, oid)) return variables.value(place);
    trouble.errors.push(`asked for ${oid}, the device answered ${variables.oid(place)}`);
    return null;
  });
}

/** Reads the rows after the one at which a column broke, by the indexes of its neighbours; a column that fails anew stays as it is. */
async function mend(
  exchange: Exchange,
  oids: readonly string[],
  { columns, broken, errors }: Walk,
  deadline: number,
): Promise<Walked> {
  const known = new Set(columns.flatMap((values) => [...values.keys()]));
  const mended = [...columns];
  const words = [...errors];
  const trouble: Trouble = { errors: words, denied: false };
  for (const place of broken) {
    const values = new Map(columns[place]);
    const missing = [...known].filter((index) => !values.has(index)).slice(0, ROW_LIMIT);
    for (let at = 0; at < missing.length; at += NUMBERS_AT_ONCE) {
      if (performance.now() > deadline) {
        words.push(`${oids[place]} was not read to its end: it took too long`);
        break;
      }
      const part = missing.slice(at, at + NUMBERS_AT_ONCE);
      try {
        const found = await getParts(
          exchange,
          part.map((index) => `${oids[place]}.${index}`),
          trouble,
        );
        found.forEach((value, row) => {
          if (value !== null) values.set(part[row]!, value);
        });
      } catch (failure) {
        if (!(failure instanceof RequestFailure)) throw failure;
        words.push(`${oids[place]}: ${failure.message}`);
        break;
      }
    }
    mended[place] = values;
  }
  return { columns: mended, errors: words };
}
