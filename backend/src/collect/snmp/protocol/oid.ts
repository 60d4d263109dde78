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

/** Octets that one number of an OID takes at most. */
const MOST_OCTETS = 5;

/** Numbers with dots between them, such as an index, as the octets of BER. */
export function subidentifiers(text: string): Uint8Array {
  const octets = new Uint8Array(MOST_OCTETS * text.split('.').length);
  let at = 0;
  for (const number of text.split('.').map(Number)) at = writeNumber(octets, at, number);
  return octets.subarray(0, at);
}

/** An OID of two numbers at least as the octets of BER. */
export function oidOctets(oid: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return subidentifiers([40 * first + second, ...rest].join('.'));
}

/** Writes a number, seven bits in an octet; answers where it ends. */
function writeNumber(octets: Uint8Array, from: number, number: number): number {
  let size = 1;
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) size++;
  for (let at = from + size - 1, rest = number; at >= from; at--, rest = Math.floor(rest / 128)) {
    octets[at] = (rest % 128) | (at === from + size - 1 ? 0 : 0x80);
  }
  return from + size;
}
