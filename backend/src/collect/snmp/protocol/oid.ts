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

/**
 * Where an OID in dots and numbers ends among the octets of BER from `start` on; −1 when they are of another. Nothing is
 * made for it, as it is asked of every variable of every answer.
 */
export function matchOid(octets: Uint8Array, start: number, end: number, oid: string): number {
  const first = oid.charCodeAt(0) - ZERO;
  // The first number is one digit, and shares an octet with the second.
  return matchNumbers(octets, start, end, oid, 2, 40 * first);
}

/** The same for numbers with dots between them, such as an index; of the text from `from` on, `more` is added to the first. */
export function matchNumbers(
  octets: Uint8Array,
  start: number,
  end: number,
  numbers: string,
  from = 0,
  more = 0,
): number {
  let at = start;
  let number = 0;
  let added = more;
  for (let place = from; place <= numbers.length; place++) {
    const digit = place < numbers.length ? numbers.charCodeAt(place) - ZERO : -1;
    if (digit >= 0) {
      number = number * 10 + digit;
      continue;
    }
    let said = 0;
    let octet = 0x80;
    for (; octet >= 0x80 && at < end; at++) {
      octet = octets[at]!;
      said = said * 128 + (octet & 0x7f);
    }
    if (octet >= 0x80 || said !== number + added) return -1;
    number = 0;
    added = 0;
  }
  return at;
}

const ZERO = 0x30;
