import { copyOctets } from './octet-pool.ts';

/** The same memory as words of 32 bits and as octets. */
export interface Words {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
}

const NOTHING = new Uint8Array();
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Words that `length` octets fill, the last one filled up with zeros. */
export const wordsOf = (length: number): number => (length + 3) >>> 2;

/** How the words of this machine stand in its memory. */
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Keys one after another, each in whole words filled up with zeros, so that four octets are hashed and compared at a time. */
export class KeyWords implements Words {
  readonly words: Uint32Array;
  readonly octets: Uint8Array;
  #end = 0;
  /** The octets that the newest key was taken from: the next one mostly comes from the same. */
  #source: Uint8Array = NOTHING;
  #view = viewOf(NOTHING);

  /** Has room for `room` words. */
  constructor(room: number) {
    this.words = new Uint32Array(room);
    this.octets = new Uint8Array(this.words.buffer);
  }

  /** Takes a key that finds room, and answers at which word it begins. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#end;
    if (bytes !== this.#source) {
      this.#source = bytes;
      this.#view = viewOf(bytes);
    }
    let word = at;
    let octet = start;
    for (; octet <= end - 4; octet += 4) this.words[word++] = this.#view.getUint32(octet, LITTLE_ENDIAN);
    if (octet < end) {
      this.words[word] = 0;
      copyOctets(bytes, octet, end - octet, this.octets, word * 4);
      word++;
    }
    this.#end = word;
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
