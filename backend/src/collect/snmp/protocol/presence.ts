import type { Exchange } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';
import { RequestFailure, STATUS } from './request-failure.ts';
import { TAGS } from './tags.ts';
import type { Variables } from './variables.ts';

/** Columns in one request, so that the answer mostly passes unfragmented although some hold texts. */
const COLUMNS_AT_ONCE = 30;
/** Fewer at a time are not worth asking. */
const FEWEST_AT_ONCE = 4;

/** Finds which columns a device has. */
export interface Presence {
  /**
   * Which of these columns have a row, asked for many at once, as most devices have few of those that there might be. A column
   * of which the device does not say it plainly is left out: it is to be walked. Never rejects; `deadline` is when to stop, of
   * `performance.now()`.
   */
  find(columns: readonly string[], deadline: number): Promise<ReadonlyMap<string, boolean>>;
}

/** Remembers how many columns at a time the device stands: fewer once it was silent or said too big, none once it failed otherwise. */
export function createPresence(exchange: Pick<Exchange, 'getNext'>): Presence {
  let atOnce = COLUMNS_AT_ONCE;
  return {
    async find(columns, deadline) {
      const known = new Map<string, boolean>();
      const sorted = columns.toSorted(compareOids);
      for (let at = 0; at < sorted.length && atOnce >= FEWEST_AT_ONCE && performance.now() <= deadline; ) {
        const part = sorted.slice(at, at + atOnce);
        try {
          takeKnown(part, await exchange.getNext(part), known);
          at += part.length;
        } catch (failure) {
          if (!(failure instanceof RequestFailure)) throw failure;
          const tooMuch = failure.kind === 'silence' || failure.status === STATUS.tooBig;
          atOnce = tooMuch ? Math.floor(atOnce / 2) : 0;
          // To wait for silence once is enough.
          if (failure.kind === 'silence') break;
        }
      }
      return known;
    },
  };
}

/** What follows a column; `index` is of its row, where it has one. */
interface Next {
  readonly oid: string;
  readonly index: string | undefined;
  readonly end: boolean;
}

/** Takes what is plain of columns in the order of SNMP: what follows one that ends must follow the next one too. */
function takeKnown(columns: readonly string[], variables: Variables, known: Map<string, boolean>): void {
  const next = columns.map((column, place): Next => {
    const oid = variables.oid(place);
    return { oid, index: indexUnder(column, oid), end: variables.type(place) === TAGS.endOfMibView };
  });
  /** True when the answers to a column and to the one after it can both be. */
  const agree = (place: number): boolean => {
    const here = next[place];
    const there = next[place + 1];
    if (!here || !there || here.index !== undefined) return true;
    if (here.end) return there.end;
    return compareOids(here.oid, columns[place + 1]!) <= 0 || (here.oid === there.oid && !there.end);
  };
  for (const [place, column] of columns.entries()) {
    const { oid, index, end } = next[place]!;
    if (end ? oid !== column : index === undefined && compareOids(oid, column) <= 0) continue;
    if (!agree(place) || !agree(place - 1)) continue;
    if (end || index === undefined) known.set(column, false);
    else if (variables.value(place) !== null) known.set(column, true);
  }
}
