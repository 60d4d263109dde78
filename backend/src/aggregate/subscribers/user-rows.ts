import type { SubscriberHour } from './hour.ts';
import { hashOf, KeyWords, type Words, wordsOf } from './key-words.ts';
import { LONGEST_KEY } from './keys.ts';
import { COUNTED_WORDS, type HourUsers } from './users.ts';

/**
 * A row of users is words of 32 bits in the order of this machine: a sequence number, then for each user its number; which
 * of its words are not zero (bit 0 … 7), above them the octets of its key or 0 where the key stands in another row; those
 * words; and the key, filled up to whole words.
 */
const MASK = (1 << COUNTED_WORDS) - 1;
const LONGEST_USER = 2 + COUNTED_WORDS + 64;

/** Writes rows of users; one writer uses the same memory for all its rows. */
export function userRowWriter() {
  let row = wordsOfLength(64 * LONGEST_USER);
  let end = 0;

  return {
    begin(sequence: number): void {
      row.words[0] = sequence;
      end = 1;
    },
    /** Adds a user as it is now, with what is kept of its key or without. */
    user(hour: SubscriberHour, user: number, withKey: boolean): void {
      if (end + LONGEST_USER > row.words.length) {
        const larger = wordsOfLength(row.words.length * 2);
        larger.words.set(row.words);
        row = larger;
      }
      const { words } = row;
      const { words: counted } = hour.users.page(user);
      const base = hour.users.base(user);
      const head = end;
      words[end++] = user;
      end++;
      let mask = 0;
      for (let index = 0; index < COUNTED_WORDS; index++) {
        const word = counted[base + index]!;
        if (word === 0) continue;
        words[end++] = word;
        mask |= 1 << index;
      }
      const length = withKey ? hour.copyKept(user, row, end) : 0;
      words[head + 1] = (length << COUNTED_WORDS) | mask;
      end += wordsOf(length);
    },
    /** The row since `begin`. */
    row: (): Uint8Array => row.octets.slice(0, end * 4),
  };
}

/** The sequence number of a row. */
export const sequenceOf = (row: Uint8Array): number => aligned(row)[0]!;

/** Puts the users of a row, except those that `isStale`; answers the numbers of those that were put. */
export function readUserRow(row: Uint8Array, users: HourUsers, isStale: (user: number) => boolean): number[] {
  const words = aligned(row);
  const octets = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const keys = new KeyWords(wordsOf(LONGEST_KEY));
  const put: number[] = [];
  for (let at = 1; at < words.length; ) {
    const user = words[at++]!;
    const head = words[at++]!;
    const length = head >>> COUNTED_WORDS;
    const counted = at;
    for (let mask = head & MASK; mask !== 0; mask &= mask - 1) at++;
    const key = at * 4;
    at += wordsOf(length);
    if (length > 0 && !users.isKnown(user)) {
      keys.clear();
      const place = keys.put(octets, key, key + length);
      users.put(user, keys, place, length, hashOf(keys.words, place, length));
    }
    if (isStale(user)) continue;
    const { words: into } = users.page(user);
    const base = users.base(user);
    let from = counted;
    for (let index = 0; index < COUNTED_WORDS; index++) into[base + index] = head & (1 << index) ? words[from++]! : 0;
    put.push(user);
  }
  return put;
}

function wordsOfLength(length: number): Words {
  const words = new Uint32Array(length);
  return { words, octets: new Uint8Array(words.buffer) };
}

/** The words of a row, which may stand anywhere in memory. */
function aligned(row: Uint8Array): Uint32Array {
  const whole = row.byteOffset % 4 === 0 ? row : row.slice();
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength >>> 2);
}
