/** Classes of octets, as numbers of bits. A field of a line holds octets of one class. */
export const DIGIT = 0;
/** `[\da-f]` */
export const HEX = 1;
/** `[\w-]`: session identifiers. */
export const ID = 2;
/** `[\w.-]`: names and IPv4 addresses of hosts. */
export const HOST = 3;
/** `[\w.:-]`: MAC addresses, and IPv6 addresses too. */
export const ADDRESS = 4;
/** `[\w.:]` */
export const IP = 5;
/** What a login or a proxy is made of, as a rule: neither space nor what begins or ends another field. */
export const WORD = 6;
/** Text of a DSLAM, as a rule: spaces too, and whatever stands for one octet of a binary circuit. */
export const TEXT = 7;

const RULES: readonly (readonly [kind: number, octet: RegExp])[] = [
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
  return RULES.reduce((classes, [kind, rule]) => (rule.test(text) ? classes | (1 << kind) : classes), 0);
});

/** The classes that both of two neighbouring octets belong to. Two at a time halves the time that reading takes. */
const TWO = Uint8Array.from({ length: 65_536 }, (_, pair) => ONE[pair & 255]! & ONE[pair >> 8]!);

/** Where the octets of a class that begin at `at` end. */
export function skip(view: DataView, at: number, kind: number): number {
  let end = at;
  while (((TWO[view.getUint16(end, true)]! >>> kind) & 1) !== 0) end += 2;
  // No branch: whether one octet is left over cannot be foreseen.
  return end + ((ONE[view.getUint8(end)]! >>> kind) & 1);
}

/** True for a word of four digits. */
const isNumber = (word: number) =>
  (word & 0xf0f0f0f0) === 0x30303030 && ((word + 0x06060606) & 0xf0f0f0f0) === 0x30303030;

/** The number that a word of four digits makes, its first digit in the lowest octet. */
function numberOf(word: number): number {
  const digits = word & 0x0f0f0f0f;
  const pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff;
  return ((pairs & 255) * 100 + (pairs >>> 16)) | 0;
}

/** A whole number that was read, exact up to fifteen digits, and where it ends. */
export interface Digits {
  value: number;
  end: number;
}

/** Reads the digits that begin at `at`. */
export function readDigits(view: DataView, at: number, into: Digits): void {
  let value = 0;
  let end = at;
  let word = view.getInt32(end, true);
  while (isNumber(word)) {
    value = value * 10_000 + numberOf(word);
    end += 4;
    word = view.getInt32(end, true);
  }
  for (let digit = word & 255; digit >= 48 && digit <= 57; digit = view.getUint8(end)) {
    value = value * 10 + digit - 48;
    end++;
  }
  into.value = value;
  into.end = end;
}

/** True where the same octets stand at two places. */
export function isSame(view: DataView, one: number, other: number, length: number): boolean {
  let at = 0;
  for (; at + 4 <= length; at += 4) if (view.getInt32(one + at, true) !== view.getInt32(other + at, true)) return false;
  for (; at < length; at++) if (view.getUint8(one + at) !== view.getUint8(other + at)) return false;
  return true;
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
