import { compareOids, type Oid } from './oid.ts';
import type { Binding, SnmpValue } from './value.ts';

/** What an agent shows: objects in the order of their OIDs. */
export interface MibView {
  get(oid: Oid): SnmpValue | undefined;
  /** The first object after this OID, which need not be there itself. */
  next(oid: Oid): Binding | undefined;
}

/** An object of a MIB; a function is evaluated each time somebody asks. */
export interface MibObject {
  readonly oid: Oid;
  readonly value: SnmpValue | (() => SnmpValue);
}

/** A view of objects in any order; of two with the same OID the last counts. */
export function createMibView(objects: Iterable<MibObject>): MibView {
  const sorted = [...objects]
    .toSorted((a, b) => compareOids(a.oid, b.oid))
    .filter(({ oid }, index, all) => index + 1 === all.length || compareOids(oid, all[index + 1]!.oid) !== 0);
  /** Position of the first object that is not before `oid`. */
  const position = (oid: Oid) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(sorted[middle]!.oid, oid) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const has = (index: number, oid: Oid) => index < sorted.length && compareOids(sorted[index]!.oid, oid) === 0;
  return {
    get(oid) {
      const index = position(oid);
      return has(index, oid) ? current(sorted[index]!) : undefined;
    },
    next(oid) {
      const index = position(oid);
      const found = sorted[has(index, oid) ? index + 1 : index];
      return found && { oid: found.oid, value: current(found) };
    },
  };
}

const current = ({ value }: MibObject): SnmpValue => (typeof value === 'function' ? value() : value);
