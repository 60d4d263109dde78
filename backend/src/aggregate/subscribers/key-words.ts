import { copyOctets } from './octet-pool.ts';

/** The same memory as words of 32 bits and as octets. */
export interface Words {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
}

/** Words that `length` octets fill, the last one filled up with zeros. */
export const wordsOf = (length: number): number => (length + 3) >>> 2;

/** Keys one after another, each in whole words filled up with zeros, so that four octets are hashed and compared at a time. */
export class KeyWords implements Words {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
  #end = 0;

  /** Has room for `room` words. */
  constructor(room: number) {
    this.words = new Uint32Array(room);
    this.octets = new Uint8Array(this.words.buffer);
  }

  /** Takes a key that finds room, and answers at which word it begins. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#end;
    const length = end - start;
    this.#end = at + wordsOf(length);
    this.words[this.#end - 1] = 0;
    copyOctets(bytes, start, length, this.octets, at * 4);
    return at;
  }

  clear(): void {
    this.#end = 0;
  }
}

/** A hash of the key of `length` octets that begins at a word: MurmurHash3 (x86, 32 bits) of its words, seeded with its length. */
export function hashOf(words: Uint32Array, at: number, length: number): number {
  const end = at + wordsOf(length);
  let hash = length;
  for (let index = at; index < end; index++) {
    const word = Math.imul(words[index]!, 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
