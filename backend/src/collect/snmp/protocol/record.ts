import { ObjectType, type Varbind } from 'net-snmp';
import { type Exchange, RequestFailure, STATUS } from './exchange.ts';
import { compareOids, indexUnder } from './oid.ts';

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
      const below = answer.filter(({ oid, type }) => indexUnder(root, oid) && type !== ObjectType.EndOfMibView);
      const forward = below.filter(({ oid }) => compareOids(oid, position) > 0);
      lines.push(...forward.flatMap((variable) => lineOf(variable) ?? []));
      count += forward.length;
      if (count >= limit) errors.push(`${root} has more than ${limit} objects: the rest is missing`);
      // What leaves the subtree, stands still or goes back ends it.
      if (forward.length === 0 || forward.length < answer.length || count >= limit) break;
      position = forward.at(-1)!.oid;
    }
  }
  return { lines, errors };
}

/** What follows an OID; one by one where the device does not know GETBULK or its answers are too large. */
async function following(exchange: Exchange, oid: string): Promise<readonly Varbind[]> {
  try {
    const { columns } = await exchange.getBulk([oid], REPETITIONS);
    return columns[0] ?? [];
  } catch (failure) {
    if (!(failure instanceof RequestFailure) || failure.kind !== 'status') throw failure;
    if (failure.status === STATUS.noSuchName) return [];
    return exchange.getNext([oid]);
  }
}

/** A line of the snmprec format; undefined for what has no value. */
function lineOf({ oid, type, value }: Varbind): string | undefined {
  switch (type) {
    case ObjectType.Integer:
    case ObjectType.Counter:
    case ObjectType.Gauge:
    case ObjectType.TimeTicks:
    case ObjectType.OID:
    case ObjectType.IpAddress:
      return `${oid}|${type}|${value}`;
    case ObjectType.OctetString:
      return `${oid}|${octets(value as Buffer)}`;
    case ObjectType.Opaque:
      return `${oid}|68x|${(value as Buffer).toString('hex')}`;
    case ObjectType.Counter64:
      return `${oid}|70|${BigInt(`0x${(value as Buffer).toString('hex') || '0'}`)}`;
    default:
      return undefined;
  }
}

/** Type and value of a text: as it is where it can be read, else in hexadecimal. */
const octets = (value: Buffer) =>
  /^[\x20-\x7e]*$/.test(value.toString('latin1')) ? `4|${value.toString('latin1')}` : `4x|${value.toString('hex')}`;
