import { type ColumnValues, RowValues } from './column-values.ts';
import type { Exchange } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';
import { RequestFailure, STATUS } from './request-failure.ts';
import { TAGS } from './tags.ts';
import type { Variables } from './variables.ts';

/** Octets of an answer that passes unfragmented over Ethernet, PPPoE and GRE; where it is lost, less is asked for. */
const ANSWER_OCTETS = 1440;

/** Octets of a variable until the first answer tells. */
const VARIABLE_OCTETS = 28;

/** What a session remembers from one walk to the next. */
export interface Pace {
  /** How many repetitions the device stands; lowered where it fails. */
  repetitions: number;
  /** What a variable took when known rows of so many columns were read last, so that the first answer is as full as the others. */
  usual?: { readonly columns: number; readonly variableOctets: number } | undefined;
}

export interface WalkOptions {
  readonly pace: Pace;
  /** Indexes of the rows seen last time: the walk then asks for no more than those and one beyond. */
  readonly expected?: readonly string[] | undefined;
  /** The most rows of one column. */
  readonly rowLimit: number;
  /** When to stop, of `performance.now()`. */
  readonly deadline: number;
}

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
  readonly values: RowValues;
  /** The last index read. */
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
  const { pace, deadline, rowLimit, expected } = options;
  const columns = oids.map((oid): Column => {
    return { oid, values: new RowValues(expected ?? []), index: undefined, open: true, broken: false };
  });
  const usual = expected && pace.usual?.columns === oids.length ? pace.usual.variableOctets : VARIABLE_OCTETS;
  const manner: Manner = { together: true, bulk: pace.repetitions > 1, variableOctets: usual };
  const errors: string[] = [];

  for (let open = columns; open.length > 0; open = open.filter((column) => column.open)) {
    const asked = manner.together ? open : open.slice(0, 1);
    if (performance.now() > deadline) {
      errors.push(`${asked[0]!.oid} was not read to its end: it took too long`);
      break;
    }
    const repetitions = repetitionsFor(asked, pace.repetitions, manner.variableOctets, expected?.length);
    try {
      take(asked, await ask(exchange, asked, repetitions, manner), rowLimit, errors);
      // Of the first answer only: in the last one other columns follow.
      if (expected && open === columns) pace.usual = { columns: oids.length, variableOctets: manner.variableOctets };
    } catch (failure) {
      if (!(failure instanceof RequestFailure)) throw failure;
      if (!askForLess(failure, asked, repetitions, manner, pace) && !endColumn(failure, asked[0]!, errors)) break;
    }
  }
  const broken = columns.flatMap((column, place) => (column.broken ? [place] : []));
  return { columns: columns.map(({ values }) => values), errors, broken };
}

/** The last OID read of a column; before the first row the column itself. */
const positionOf = ({ oid, index }: Column) => (index === undefined ? oid : `${oid}.${index}`);

/** What follows the positions of some columns, one variable for each of them in turn. */
async function ask(exchange: Exchange, asked: readonly Column[], repetitions: number, manner: Manner) {
  const positions = asked.map(positionOf);
  if (!manner.bulk) return exchange.getNext(positions);
  const variables = await exchange.getBulk(positions, repetitions);
  if (variables.count > 0) manner.variableOctets = exchange.answerOctets / variables.count;
  return variables;
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
  if (tooMuch) pace.usual = undefined;
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
  errors.push(`${failure.message} after ${positionOf(column)}`);
  return column.broken;
}

/** As many rows as fit into an answer and are left to read. */
function repetitionsFor(asked: readonly Column[], most: number, variableOctets: number, expected: number | undefined) {
  const fitting = Math.floor(ANSWER_OCTETS / (variableOctets * asked.length));
  const read = asked.reduce((least, { values }) => Math.min(least, values.rows), Number.POSITIVE_INFINITY);
  const left = expected === undefined || expected < read ? Number.POSITIVE_INFINITY : expected + 1 - read;
  return Math.max(1, Math.min(fitting, most, left));
}

/** Adds an answer to the columns it was asked for. */
function take(asked: readonly Column[], variables: Variables, rowLimit: number, errors: string[]): void {
  for (let place = 0; place < variables.count; place++) {
    const column = asked[place % asked.length]!;
    if (!column.open) continue;
    const row = column.values.next;
    if (row !== undefined && variables.isNamed(place, column.oid, row)) add(column, row, variables, place);
    else takeUnexpected(column, variables, place, errors);
    if (column.values.size <= rowLimit) continue;
    column.open = false;
    errors.push(`${column.oid} has more than ${rowLimit} rows: the rest was not read`);
  }
  if (variables.count > 0) return;
  for (const column of asked) column.open = false;
  errors.push(`the device answered nothing to what follows ${positionOf(asked[0]!)}`);
}

function takeUnexpected(column: Column, variables: Variables, place: number, errors: string[]): void {
  const oid = variables.oid(place);
  const index = indexUnder(column.oid, oid);
  if (variables.type(place) === TAGS.endOfMibView || index === undefined) {
    column.open = false;
    // An answer from before the column: to go on would turn in a circle.
    if (index === undefined && compareOids(oid, positionOf(column)) < 0) {
      errors.push(`the device goes back from ${positionOf(column)} to ${oid}: the rest of the column was not read`);
    }
    return;
  }
  if (column.index !== undefined && compareOids(index, column.index) <= 0) {
    column.open = false;
    const fault = index === column.index ? 'repeats' : `goes back from ${positionOf(column)} to`;
    errors.push(`the device ${fault} ${oid}: the rest of the column was not read`);
    return;
  }
  add(column, index, variables, place);
}

function add(column: Column, index: string, variables: Variables, place: number): void {
  column.index = index;
  column.values.add(index, variables.value(place));
}
