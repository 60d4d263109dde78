import { TAGS } from './tags.ts';

/** Where an element of a datagram begins and ends. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The request id of a datagram, in v3 the message id; undefined when it has none. For what comes from elsewhere: it need not
 * be sound.
 */
export function requestIdOf(datagram: Buffer): number | undefined {
  try {
    const message = element(datagram, 0, datagram.length, TAGS.sequence);
    const version = element(datagram, message.start, message.end, TAGS.integer);
    const second = element(datagram, version.end, message.end);
    const holder = second.tag === TAGS.sequence ? second : element(datagram, second.end, message.end);
    const id = element(datagram, holder.start, holder.end, TAGS.integer);
    return id.end - id.start <= 4 ? datagram.readIntBE(id.start, id.end - id.start) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with a datagram, in words. */
export class Flaw extends Error {}

/** The whole number that an element holds; throws a Flaw when it does not fit into 32 bits. */
export function integerOf(octets: Buffer, at: Element): number {
  const length = at.end - at.start;
  if (length < 1 || length > 4) throw new Flaw(`an integer of ${length} octets`);
  return octets.readIntBE(at.start, length);
}

/** The element at `at`, which must end within `limit`; throws a Flaw. */
export const element = (octets: Buffer, at: number, limit: number, expected?: number): Element =>
  readElement({ tag: 0, start: 0, end: 0 }, octets, at, limit, expected);

/** The same, put into an element that is there already: hundreds are read of an answer. */
export function readElement(
  into: { -readonly [part in keyof Element]: number },
  octets: Buffer,
  at: number,
  limit: number,
  expected?: number,
): Element {
  const tag = octets[at];
  let length = octets[at + 1];
  if (at + 2 > limit || tag === undefined || length === undefined) throw new Flaw('it ends too early');
  if (expected !== undefined && tag !== expected) {
    throw new Flaw(`found the type 0x${tag.toString(16)}, expected 0x${expected.toString(16)}`);
  }
  let start = at + 2;
  if (length >= 0x80) {
    const size = length - 0x80;
    if (size === 0 || size > 4 || start + size > limit) throw new Flaw('a length that cannot be');
    length = octets.readUIntBE(start, size);
    start += size;
  }
  if (start + length > limit) throw new Flaw('it ends too early');
  into.tag = tag;
  into.start = start;
  into.end = start + length;
  return into;
}
