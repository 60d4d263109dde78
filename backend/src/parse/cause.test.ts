import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOf } from './cause.ts';

test.each([
  ["WRONG_PASSWORD 'hunter2'", 'WRONG_PASSWORD'],
  ["WRONG_PASSWORD: //hunter2// 'hunter3'", 'WRONG_PASSWORD'],
  ["WRONG_PASSWORD 'hunter2", 'WRONG_PASSWORD'],
  ['MORE_THEN_ALLOW_LOGIN (1/1)', 'MORE_THEN_ALLOW_LOGIN'],
  ['User bob: not found', 'User not found'],
  ['user bobby not found', 'user bobby not found'],
  ['NAS 17 says 0x12', 'NAS # says #x#'],
  ['', ''],
  ["'all of it'", ''],
])('%j', (text, cause) => {
  expect(causeOf(text, 'bob')).toBe(cause);
});

test('it is short, without digits, and the same as of itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 300 }), (text) => {
      const cause = causeOf(text, 'bob');
      expect(cause.length).toBeLessThanOrEqual(60);
      expect(cause).not.toMatch(/\d/);
      expect(causeOf(cause, 'bob')).toBe(cause);
    }),
  );
});
