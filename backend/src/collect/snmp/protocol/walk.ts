import { ObjectType, type Varbind } from 'net-snmp';
import { type Exchange, RequestFailure, STATUS } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';
import { readValue, type SnmpValue } from './values.ts';

/** Room for variables in an answer that passes unfragmented, octets. */
const ANSWER_OCTETS = 1400;

/** Octets of a variable until the first answer tells. */
const VARIABLE_OCTETS = 28;

/** How many repetitions a device stands; lowered where it fails. */
export interface Pace {
  repetitions: number;
}

export interface WalkOptions {
  readonly pace: Pace;
  /** Rows seen last time: the walk then asks for no more than those and one beyond. */
  readonly expectedRows?: number | undefined;
  /** The most rows of one column. */
  readonly rowLimit: number;
  /** When to stop, of `performance.now()`. */
  readonly deadline: number;
}

/** Values of a column by index. */
export type ColumnValues = ReadonlyMap<string, SnmpValue>;

export interface Walk {
  /** In the order they were asked for. */
  readonly columns: readonly ColumnValues[];
  /** What went wrong, in words. */
  readonly errors: readonly string[];
  /** Columns (their places) in which the device failed at a row: the rows after it are missing. */
  readonly broken: readonly number[];
}

interface Column {
  readonly oid: string;
  readonly values: Map<string, SnmpValue>;
  /** The last OID read, and its index; before the first row the column itself. */
  position: string;
  index: string | undefined;
  open: boolean;
  broken: boolean;
}

/** How a walk asks at the moment. */
interface Manner {
  /** All open columns in one request, or one at a time. */
  together: boolean;
  /** By GETBULK, or by GETNEXT. */
  bulk: boolean;
  /** What a variable of the last answer took. */
  variableOctets: number;
}

/**
 * Reads several columns side by side with as few requests as possible (GETBULK, RFC 3416 4.2.3). A column ends at the end
 * of the MIB, when the answer leaves it, or, told as an error, when the device repeats or goes back, or at the row limit.
 * What a device cannot answer is asked in smaller pieces: fewer repetitions, then single columns, then GETNEXT. Never
 * rejects: what could not be read is told in `errors`.
 */
export async function walkColumns(exchange: Exchange, oids: readonly string[], options: WalkOptions): Promise<Walk> {
  const { pace, deadline, rowLimit, expectedRows } = options;
  const columns = oids.map(
    (oid): Column => ({ oid, values: new Map(), position: oid, index: undefined, open: true, broken: false }),
  );
  const manner: Manner = { together: true, bulk: pace.repetitions > 1, variableOctets: VARIABLE_OCTETS };
  const errors: string[] = [];

  for (let open = columns; open.length > 0; open = open.filter((column) => column.open)) {
    const asked = manner.together ? open : open.slice(0, 1);
    if (performance.now() > deadline) {
      errors.push(`${asked[0]!.oid} was not read to its end: it took too long`);
      break;
    }
    const repetitions = repetitionsFor(asked, pace.repetitions, manner.variableOctets, expectedRows);
    try {
      take(asked, await ask(exchange, asked, repetitions, manner), rowLimit, errors);
    } catch (failure) {
      if (!(failure instanceof RequestFailure)) throw failure;
      if (!askForLess(failure, asked, repetitions, manner, pace) && !endColumn(failure, asked[0]!, errors)) break;
    }
  }
  const broken = columns.flatMap((column, place) => (column.broken ? [place] : []));
  return { columns: columns.map(({ values }) => values), errors, broken };
}

/** What follows the positions of some columns, for each of them. */
async function ask(exchange: Exchange, asked: readonly Column[], repetitions: number, manner: Manner) {
  const positions = asked.map(({ position }) => position);
  if (!manner.bulk) return (await exchange.getNext(positions)).map((variable) => [variable]);
  const { columns, octets } = await exchange.getBulk(positions, repetitions);
  const variables = columns.reduce((sum, column) => sum + column.length, 0);
  if (variables > 0) manner.variableOctets = octets / variables;
  return columns;
}

/** Changes the manner of asking after a failure; false when there is no smaller one. */
function askForLess(
  { kind, status }: RequestFailure,
  asked: readonly Column[],
  repetitions: number,
  manner: Manner,
  pace: Pace,
): boolean {
  const tooMuch = kind === 'silence' || status === STATUS.tooBig;
  if (tooMuch && manner.bulk && repetitions > 1) pace.repetitions = Math.floor(repetitions / 2);
  else if (kind === 'status' && asked.length > 1) manner.together = false;
  else if (manner.bulk && (kind === 'status' || kind === 'silence')) manner.bulk = false;
  else return false;
  return true;
}

/** Ends the column at which the device failed; false when it is the whole walk that fails. */
function endColumn(failure: RequestFailure, column: Column, errors: string[]): boolean {
  column.open = false;
  if (failure.status === STATUS.noSuchName) return true;
  column.broken = failure.kind === 'status';
  errors.push(`${failure.message} after ${column.position}`);
  return column.broken;
}

/** As many rows as fit into an answer and are left to read. */
function repetitionsFor(asked: readonly Column[], most: number, variableOctets: number, rows: number | undefined) {
  const fitting = Math.floor(ANSWER_OCTETS / (variableOctets * asked.length));
  const read = asked.reduce((least, { values }) => Math.min(least, values.size), Number.POSITIVE_INFINITY);
  const left = rows === undefined || rows < read ? Number.POSITIVE_INFINITY : rows + 1 - read;
  return Math.max(1, Math.min(fitting, most, left));
}

/** Adds an answer to the columns it was asked for. */
function take(asked: readonly Column[], answer: readonly (readonly Varbind[])[], rowLimit: number, errors: string[]) {
  let taken = 0;
  asked.forEach((column, place) => {
    for (const variable of answer[place] ?? []) {
      if (!column.open) break;
      taken++;
      takeVariable(column, variable, errors);
    }
    if (column.values.size > rowLimit) {
      column.open = false;
      errors.push(`${column.oid} has more than ${rowLimit} rows: the rest was not read`);
    }
  });
  if (taken > 0) return;
  for (const column of asked) column.open = false;
  errors.push(`the device answered nothing to what follows ${asked[0]!.position}`);
}

function takeVariable(column: Column, variable: Varbind, errors: string[]): void {
  const index = indexUnder(column.oid, variable.oid);
  if (variable.type === ObjectType.EndOfMibView || index === undefined) {
    column.open = false;
    // An answer from before the column: to go on would turn in a circle.
    if (index === undefined && compareOids(variable.oid, column.position) < 0) {
      errors.push(
        `the device goes back from ${column.position} to ${variable.oid}: the rest of the column was not read`,
      );
    }
    return;
  }
  if (column.index !== undefined && compareOids(index, column.index) <= 0) {
    column.open = false;
    const fault = variable.oid === column.position ? 'repeats' : `goes back from ${column.position} to`;
    errors.push(`the device ${fault} ${variable.oid}: the rest of the column was not read`);
    return;
  }
  column.index = index;
  column.position = variable.oid;
  const value = readValue(variable);
  if (value !== null) column.values.set(index, value);
}
