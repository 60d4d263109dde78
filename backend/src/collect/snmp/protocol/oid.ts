/** A negative number, 0 or a positive number as `a` comes before, at or after `b` in the order of SNMP. */
export function compareOids(a: string, b: string): number {
  for (let left = 0, right = 0; ; left++, right++) {
    // Of an OID that has ended there is nothing left: it comes first.
    if (left > a.length || right > b.length) return a.length - left - (b.length - right);
    const endLeft = end(a, left);
    const endRight = end(b, right);
    const difference = Number(a.slice(left, endLeft)) - Number(b.slice(right, endRight));
    if (difference !== 0) return difference;
    left = endLeft;
    right = endRight;
  }
}

/** Where the number at `from` ends. */
function end(oid: string, from: number): number {
  const dot = oid.indexOf('.', from);
  return dot < 0 ? oid.length : dot;
}

/** The part of `oid` after `column`, such as `3` or `7.1`; undefined when it lies outside the column. */
export function indexUnder(column: string, oid: string): string | undefined {
  return oid.length > column.length + 1 && oid.startsWith(column) && oid[column.length] === '.'
    ? oid.slice(column.length + 1)
    : undefined;
}
