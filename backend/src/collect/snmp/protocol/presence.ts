import type { Exchange } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';
import { RequestFailure } from './request-failure.ts';
import { TAGS } from './tags.ts';
import type { Variables } from './variables.ts';

/** Columns in one request, so that the answer passes unfragmented although some hold texts. */
const COLUMNS_AT_ONCE = 30;

/**
 * Which of these columns have a row, asked for many at once, as most devices have few of those that there might be. A column of
 * which the device does not say it plainly is absent, and so is every one after a request that fails: they are to be walked.
 * Never rejects; `deadline` is when to stop, of `performance.now()`.
 */
export async function findPresence(
  exchange: Exchange,
  columns: readonly string[],
  deadline: number,
): Promise<ReadonlyMap<string, boolean>> {
  const known = new Map<string, boolean>();
  for (let at = 0; at < columns.length && performance.now() <= deadline; at += COLUMNS_AT_ONCE) {
    const part = columns.slice(at, at + COLUMNS_AT_ONCE);
    try {
      const variables = await exchange.getNext(part);
      for (const [place, column] of part.entries()) {
        const present = isPresent(column, variables, place);
        if (present !== undefined) known.set(column, present);
      }
    } catch (failure) {
      if (!(failure instanceof RequestFailure)) throw failure;
      break;
    }
  }
  return known;
}

/** What follows a column says whether it has a row; undefined for what cannot be, which the walk of the column tells of. */
function isPresent(column: string, variables: Variables, place: number): boolean | undefined {
  if (variables.type(place) === TAGS.endOfMibView) return false;
  const next = variables.oid(place);
  const index = indexUnder(column, next);
  if (index === undefined) return compareOids(next, column) > 0 ? false : undefined;
  return variables.value(place) === null ? undefined : true;
}
