import { hashOf, KeyWords, type Words, wordsOf } from './key-words.ts';
import { LONGEST_KEY } from './keys.ts';
import { OctetPool } from './octet-pool.ts';

/** Users of a page, a power of two: memory grows by pages, and nothing is copied when it does. */
const PAGE_BITS = 12;
const PAGE_USERS = 1 << PAGE_BITS;

/**
 * A user is 64 octets, as many as memory is fetched at a time: as doubles the sums of input and output octets, then as words
 * of 32 bits four counters, the length of its key with its marks, and the key, or where a longer one stands.
 */
const USER_WORDS = 16;
/** So many words at the beginning of a user are what is counted of it. */
export const COUNTED_WORDS = 8;
/** Places of the counters and sums in a user: of the sums among the doubles, of the others among the words. */
export const INPUT = 0;
export const OUTPUT = 1;
export const FAILED = 4;
export const STOPS = 5;
export const ZERO_INPUT = 6;
export const ZERO_OUTPUT = 7;
/** The word whose lowest eight bits are marks, for whoever counts; above them is the length of the key. */
export const MARKS = 8;
const KEY = 9;
const KEY_OCTET = KEY * 4;
const SHORT_KEY = (USER_WORDS - KEY) * 4;
const MARK_BITS = 8;
const MARK_MASK = (1 << MARK_BITS) - 1;

/** A slot holds the number of a user plus one, and above it eight bits of the hash of its key. */
const NUMBER_BITS = 24;
const NUMBER_MASK = (1 << NUMBER_BITS) - 1;
const LEAST_SLOTS = 1 << 10;
/** As many users as slots can number. */
export const MOST_USERS = NUMBER_MASK - 1;

/** A page of users: the same memory as doubles, words and octets. */
export interface Page extends Words {
  readonly doubles: Float64Array;
}

/**
 * The users of one hour: an open-addressing table from the octets of a key, at least one, to a number 0 … count − 1, and what
 * is counted of each. 64 octets a user, 8 to 16 of slots, and a key of more than 28 octets. Room is made for `expected` users at once.
 * Keys are given by the word at which they begin, filled up with zeros, their octets and their hash.
 */
export class HourUsers {
  #slots: Uint32Array;
  readonly #pages: Page[] = [];
  readonly #longKeys = new OctetPool();
  readonly #longKey = new KeyWords(wordsOf(LONGEST_KEY));
  #count = 0;
  #slotsUsed = 0;

  constructor(expected = 0) {
    this.#slots = new Uint32Array(slotsFor(expected));
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Reads of as many hashes what `find` will look at first, so that the processor fetches it for several at a time. What it
   * writes says nothing: without it a compiler may leave the reading out.
   */
  fetch(hashes: Uint32Array, count: number, into: Uint32Array): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      const user = (slots[hashes[index]! & mask]! & NUMBER_MASK) - 1;
      if (user < 0) continue;
      const { words } = this.page(user);
      const base = this.base(user);
      // A user may lie across a border of what is fetched.
      into[index] = words[base]! ^ words[base + USER_WORDS - 1]!;
    }
  }

  /** The number of the user with this key, −1 when there is none. */
  find(keys: Words, at: number, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const tag = hash >>> NUMBER_BITS;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = slots[place]!;
      if (slot === 0) return -1;
      if (slot >>> NUMBER_BITS === tag && this.#hasKey((slot & NUMBER_MASK) - 1, keys, at, length)) {
        return (slot & NUMBER_MASK) - 1;
      }
    }
  }

  /** Adds a user whose key is not there yet, and answers its number; −1 when there is no room for more. */
  add(keys: Words, at: number, length: number, hash: number): number {
    if (this.#count === MOST_USERS) return -1;
    this.put(this.#count, keys, at, length, hash);
    return this.#count - 1;
  }

  /** The same for a number that has no user yet; the numbers below it must get theirs too. */
  put(user: number, keys: Words, at: number, length: number, hash: number): void {
    this.#makeRoom(Math.max(this.#slotsUsed, user) + 1);
    if (user >= this.#count) this.#count = user + 1;
    while (user >>> PAGE_BITS >= this.#pages.length) this.#pages.push(newPage());
    this.#setKey(user, keys, at, length);
    this.#enter(user, hash);
  }

  /** Gives a user another key, which is not there yet; the old one is found no more. */
  rename(user: number, keys: Words, at: number, length: number, hash: number): void {
    this.#makeRoom(this.#slotsUsed + 1);
    this.#setKey(user, keys, at, length);
    this.#enter(user, hash);
  }

  /** True when this number has a user: numbers below `count` that were put later have none yet. */
  isKnown(user: number): boolean {
    return user < this.#count && this.page(user).words[this.base(user) + MARKS]! >>> MARK_BITS > 0;
  }

  /** The page that holds a user. */
  page(user: number): Page {
    return this.#pages[user >>> PAGE_BITS]!;
  }

  /** Where the words of a user begin in its page; its doubles begin at half of it. */
  base(user: number): number {
    return (user & (PAGE_USERS - 1)) * USER_WORDS;
  }

  /** The key of a user: a view that is good until the next user is added. */
  key(user: number): Uint8Array {
    const { words, octets } = this.page(user);
    const base = this.base(user);
    const length = words[base + MARKS]! >>> MARK_BITS;
    if (length > SHORT_KEY) return this.#longKeys.get(words[base + KEY]!, length);
    return octets.subarray(base * 4 + KEY_OCTET, base * 4 + KEY_OCTET + length);
  }

  /** Copies the key of a user to where a word begins, and answers its length. */
  copyKey(user: number, into: Words, at: number): number {
    const { words } = this.page(user);
    const base = this.base(user);
    const length = words[base + MARKS]! >>> MARK_BITS;
    if (length > SHORT_KEY) this.#longKeys.copy(words[base + KEY]!, length, into.octets, at * 4);
    else for (let index = wordsOf(length) - 1; index >= 0; index--) into.words[at + index] = words[base + KEY + index]!;
    return length;
  }

  #setKey(user: number, keys: Words, at: number, length: number): void {
    const { words } = this.page(user);
    const base = this.base(user);
    words[base + MARKS] = (length << MARK_BITS) | (words[base + MARKS]! & MARK_MASK);
    if (length > SHORT_KEY) words[base + KEY] = this.#longKeys.put(keys.octets, at * 4, at * 4 + length);
    else for (let index = wordsOf(length) - 1; index >= 0; index--) words[base + KEY + index] = keys.words[at + index]!;
  }

  #hasKey(user: number, keys: Words, at: number, length: number): boolean {
    const { words } = this.page(user);
    const base = this.base(user);
    if (words[base + MARKS]! >>> MARK_BITS !== length) return false;
    if (length > SHORT_KEY) return this.#longKeys.equals(words[base + KEY]!, keys.octets, at * 4, at * 4 + length);
    const other = keys.words;
    for (let index = wordsOf(length) - 1; index >= 0; index--) {
      if (words[base + KEY + index] !== other[at + index]) return false;
    }
    return true;
  }

  #enter(user: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let place = hash & mask;
    while (this.#slots[place] !== 0) place = (place + 1) & mask;
    this.#slotsUsed++;
    this.#slots[place] = ((hash >>> NUMBER_BITS) << NUMBER_BITS) | (user + 1);
  }

  /** Sees to it that at most half of the slots are used by so many keys. */
  #makeRoom(keys: number): void {
    if (keys * 2 <= this.#slots.length) return;
    this.#slots = new Uint32Array(slotsFor(keys));
    this.#slotsUsed = 0;
    for (let user = 0; user < this.#count; user++) if (this.isKnown(user)) this.#enter(user, this.#hash(user));
  }

  #hash(user: number): number {
    const { words } = this.page(user);
    const base = this.base(user);
    const length = words[base + MARKS]! >>> MARK_BITS;
    if (length <= SHORT_KEY) return hashOf(words, base + KEY, length);
    this.#longKey.clear();
    return hashOf(this.#longKey.words, this.#longKey.put(this.key(user), 0, length), length);
  }
}

function newPage(): Page {
  const words = new Uint32Array(PAGE_USERS * USER_WORDS);
  return { words, doubles: new Float64Array(words.buffer), octets: new Uint8Array(words.buffer) };
}

const slotsFor = (users: number) => Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(2 * users)));
