/** An object identifier as its numbers; each is below 2^32. */
export type Oid = readonly number[];

/** The numbers of `1.3.6.1` or `.1.3.6.1`; undefined when it is not an object identifier of two numbers or more. */
export function parseOid(text: string): Oid | undefined {
  if (!/^\.?[012](\.\d{1,10})+$/.test(text)) return undefined;
  const oid = text.replace(/^\./, '').split('.').map(Number);
  const valid = oid.every((arc) => arc < 2 ** 32) && (oid[0] === 2 || oid[1]! < 40);
  return valid ? oid : undefined;
}

/** Negative, zero or positive as `a` comes before, is or comes after `b` in the order in which a MIB is walked. */
export function compareOids(a: Oid, b: Oid): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = a[index]! - b[index]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** True when `oid` is `prefix` or lies below it. */
export function startsWith(oid: Oid, prefix: Oid): boolean {
  return oid.length >= prefix.length && prefix.every((arc, index) => oid[index] === arc);
}
