import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, KeyWords } from './key-words.ts';
import { HourUsers, MARKS } from './users.ts';

const key = (text: string) => Buffer.from(text, 'latin1');

/** A key as it is given: the words, where they begin, its octets, its hash. */
function given(own: Uint8Array): [keys: KeyWords, at: number, length: number, hash: number] {
  const keys = new KeyWords(80);
  keys.words.fill(0xffffffff);
  keys.put(key('before'), 0, 6);
  const at = keys.put(own, 0, own.length);
  return [keys, at, own.length, hashOf(keys.words, at, own.length)];
}

describe('the users of an hour', () => {
  test('have numbers in the order they came, whatever their keys and hashes', () => {
    const login = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 40,
    });
    // Few hashes, so that many users share a slot and a tag.
    const hash = fc.oneof(fc.constantFrom(0, 1, 0xffffffff, 0xff000003), fc.nat());
    fc.assert(
      fc.property(fc.array(login, { maxLength: 300 }), hash, (logins, same) => {
        const users = new HourUsers();
        const numbers = new Map<string, number>();
        for (const text of logins) {
          const [keys, at, length] = given(key(text));
          expect(users.find(keys, at, length, same)).toBe(numbers.get(text) ?? -1);
          if (!numbers.has(text)) numbers.set(text, users.add(keys, at, length, same));
        }
        expect([...numbers.values()]).toEqual([...numbers.keys()].map((_, index) => index));
        for (const [text, user] of numbers) expect(Buffer.from(users.key(user)).toString('latin1')).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('may come in any order of their numbers, also while the table grows', () => {
    const users = new HourUsers();
    for (let user = 4999; user >= 0; user--) {
      const own = key(`user-${user}`);
      expect([users.isKnown(user), users.count]).toEqual([false, user === 4999 ? 0 : 5000]);
      users.put(user, ...given(own));
    }
    const found = Array.from({ length: 5000 }, (_, user) => {
      const own = key(`user-${user}`);
      return users.find(...given(own));
    });
    expect(found).toEqual(found.map((_, user) => user));
  });

  test('are found by their new key once they are renamed, and by the old one no more', () => {
    const users = new HourUsers();
    const [old, renamed] = ['old', 'new'].map((kind) =>
      Array.from({ length: 3000 }, (_, user) => key(`${kind}-${user}${user % 2 ? '@a.long.realm.example.net' : ''}`)),
    );
    const find = (own: Buffer) => users.find(...given(own));
    for (const own of old!) users.add(...given(own));
    for (const [user, own] of renamed!.entries()) users.rename(user, ...given(own));
    expect(old!.map(find)).toEqual(old!.map(() => -1));
    expect(renamed!.map(find)).toEqual(renamed!.map((_, user) => user));
  });

  test('keep what is theirs while the table grows', () => {
    const users = new HourUsers();
    const many = 50_000;
    for (let index = 0; index < many; index++) {
      const own = key(`subscriber-${index}${index % 2 ? '@example.net' : ''}`);
      const user = users.add(...given(own));
      users.page(user).doubles[users.base(user) >>> 1] = index;
      if (index % 3 === 0) users.page(user).words[users.base(user) + MARKS]! |= 5;
    }
    expect(users.count).toBe(many);
    for (let index = 0; index < many; index++) {
      const own = key(`subscriber-${index}${index % 2 ? '@example.net' : ''}`);
      const user = users.find(...given(own));
      if (users.page(user).doubles[users.base(user) >>> 1] !== index) expect.fail(`user ${index} has another's sum`);
      if ((users.page(user).words[users.base(user) + MARKS]! & 255) !== (index % 3 === 0 ? 5 : 0))
        expect.fail(`user ${index} has another's marks`);
    }
  });
});
