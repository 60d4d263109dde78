import type { Exchange } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';
import { RequestFailure, STATUS } from './request-failure.ts';
import { TAGS } from './tags.ts';
import type { Variables } from './variables.ts';

const REPETITIONS = 20;

export interface Recorded {
  /** Lines of the snmprec format, `OID|type|value`, in the order of the device. */
  readonly lines: readonly string[];
  /** What went wrong, in words. */
  readonly errors: readonly string[];
}

/**
 * Records everything that a device shows below some OIDs, at most `limit` objects of each. Rejects with a RequestFailure when
 * the device answers nothing at all; one that stops answering on the way gives what it gave, and the reason in `errors`.
 */
export async function recordSubtrees(exchange: Exchange, roots: readonly string[], limit: number): Promise<Recorded> {
  const lines: string[] = [];
  const errors: string[] = [];
  for (const root of roots) {
    let position = root;
    for (let count = 0; ; ) {
      const answer = await following(exchange, position).catch((failure) => {
        if (!(failure instanceof RequestFailure) || lines.length === 0) throw failure;
        errors.push(`${failure.message} after ${position}: the rest of ${root} is missing`);
        return [];
      });
      const below = answer.filter(({ oid, isEnd }) => indexUnder(root, oid) && !isEnd);
      const forward = below.filter(({ oid }) => compareOids(oid, position) > 0);
      lines.push(...forward.flatMap(({ line }) => line ?? []));
      count += forward.length;
      if (count >= limit) errors.push(`${root} has more than ${limit} objects: the rest is missing`);
      // What leaves the subtree, stands still or goes back ends it.
      if (forward.length === 0 || forward.length < answer.length || count >= limit) break;
      position = forward.at(-1)!.oid;
    }
  }
  return { lines, errors };
}

/** An object as it was read. */
interface Found {
  readonly oid: string;
  readonly isEnd: boolean;
  /** Absent for what has no value. */
  readonly line: string | undefined;
}

/** What follows an OID; one by one where the device does not know GETBULK or its answers are too large. */
async function following(exchange: Exchange, oid: string): Promise<readonly Found[]> {
  try {
    return foundIn(await exchange.getBulk([oid], REPETITIONS));
  } catch (failure) {
    if (!(failure instanceof RequestFailure) || failure.kind !== 'status') throw failure;
    if (failure.status === STATUS.noSuchName) return [];
    return foundIn(await exchange.getNext([oid]));
  }
}

const foundIn = (variables: Variables): Found[] =>
  Array.from({ length: variables.count }, (_, place) => {
    const isEnd = variables.type(place) === TAGS.endOfMibView;
    return { oid: variables.oid(place), isEnd, line: lineOf(variables, place) };
  });

/** A line of the snmprec format; undefined for what has no value. */
function lineOf(variables: Variables, place: number): string | undefined {
  const oid = variables.oid(place);
  const type = variables.type(place);
  switch (type) {
    case TAGS.octets:
      return `${oid}|${octets(variables.content(place))}`;
    case TAGS.opaque:
      return `${oid}|68x|${variables.content(place).toString('hex')}`;
    default: {
      const value = variables.value(place);
      return value === null ? undefined : `${oid}|${type}|${value}`;
    }
  }
}

/** Type and value of a text: as it is where it can be read, else in hexadecimal. */
const octets = (value: Buffer) =>
  /^[\x20-\x7e]*$/.test(value.toString('latin1')) ? `4|${value.toString('latin1')}` : `4x|${value.toString('hex')}`;
