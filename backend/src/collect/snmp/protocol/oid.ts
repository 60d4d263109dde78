/** A negative number, 0 or a positive number as `a` comes before, at or after `b` in the order of SNMP. */
export function compareOids(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The part of `oid` after `column`, such as `3` or `7.1`; undefined when it lies outside the column. */
export function indexUnder(column: string, oid: string): string | undefined {
  return oid.length > column.length + 1 && oid.startsWith(column) && oid[column.length] === '.'
    ? oid.slice(column.length + 1)
    : undefined;
}
