/** Classes of octets, as bits. A field of a line holds octets of one class. */
export const DIGIT = 1;
/** `[\da-f]` */
export const HEX = 2;
/** `[\w-]`: session identifiers. */
export const ID = 4;
/** `[\w.-]`: names and IPv4 addresses of hosts. */
export const HOST = 8;
/** `[\w.:-]`: MAC addresses, and IPv6 addresses too. */
export const ADDRESS = 16;
/** `[\w.:]` */
export const IP = 32;
/** What a login or a proxy is made of, as a rule: neither space nor what begins or ends another field. */
export const WORD = 64;
/** Text of a DSLAM, as a rule: spaces too, and whatever stands for one octet of a binary circuit. */
export const TEXT = 128;

const RULES: readonly (readonly [mask: number, octet: RegExp])[] = [
  [DIGIT, /\d/],
  [HEX, /[\da-f]/],
  [ID, /[\w-]/],
  [HOST, /[\w.-]/],
  [ADDRESS, /[\w.:-]/],
  [IP, /[\w.:]/],
  [WORD, /[^\0-\x20\x7f\xa0'(,[]/],
  [TEXT, /[^\0\n\r(,[]/],
];

/** The classes that an octet belongs to. */
const ONE = Uint8Array.from({ length: 256 }, (_, octet) => {
  const text = String.fromCharCode(octet);
  return RULES.reduce((classes, [mask, rule]) => (rule.test(text) ? classes | mask : classes), 0);
});

/** The classes that both of two neighbouring octets belong to. Two at a time halves the time that reading takes. */
const TWO = Uint8Array.from({ length: 65_536 }, (_, pair) => ONE[pair & 255]! & ONE[pair >> 8]!);

const NO_NUMBER = 255;
/** The number that two neighbouring digits make, else 255. */
const NUMBER = Uint8Array.from({ length: 65_536 }, (_, pair) =>
  TWO[pair]! & DIGIT ? ((pair & 255) - 48) * 10 + (pair >> 8) - 48 : NO_NUMBER,
);

/** Where the octets of a class that begin at `at` end. */
export function skip(view: DataView, at: number, mask: number): number {
  let end = at;
  while ((TWO[view.getUint16(end, true)]! & mask) !== 0) end += 2;
  return (ONE[view.getUint8(end)]! & mask) === 0 ? end : end + 1;
}

/** The number that the digits from `start` to `end` make, exact up to fifteen of them. */
export function numberAt(view: DataView, start: number, end: number): number {
  let value = 0;
  let at = start;
  for (; at + 1 < end; at += 2) value = value * 100 + NUMBER[view.getUint16(at, true)]!;
  return at < end ? value * 10 + view.getUint8(at) - 48 : value;
}

/** A text of at least four octets that stands in every line, in words of four as `DataView.getInt32` reads them. */
export interface Literal {
  readonly words: Int32Array;
  /** The last four octets, which the words leave out where they are no whole number. */
  readonly last: number;
  readonly length: number;
}

export function literal(text: string): Literal {
  const octets = Buffer.from(text, 'latin1');
  const { length } = octets;
  const words = Int32Array.from({ length: Math.floor(length / 4) }, (_, index) => octets.readInt32LE(index * 4));
  return { words, last: octets.readInt32LE(length - 4), length };
}

/** True where a literal stands at `at`. Octets after the first that differs are not looked at, but for three. */
export function holds(view: DataView, at: number, { words, last, length }: Literal): boolean {
  for (let index = 0; index < words.length; index++) {
    if (view.getInt32(at + index * 4, true) !== words[index]) return false;
  }
  return view.getInt32(at + length - 4, true) === last;
}
