import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filled, isLike, ruleFor } from './rules.ts';

test('a * stands for anything, as in a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  const wanted = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  fc.assert(
    fc.property(letters, wanted, (text, like) => {
      expect(isLike(text, like)).toBe(new RegExp(`^${like.replaceAll('*', '.*')}$`).test(text));
    }),
    { numRuns: 500 },
  );
});

test('many stars and a long text are soon done', () => {
  expect(isLike('a'.repeat(1_000_000), `${'*a'.repeat(100)}*b`)).toBe(false);
});

test('the first rule of which everything holds counts', () => {
  const rule = (when: Record<string, string[]>, status: string) => ({
    ...{ when, status, kind: 'authentication' as const, failed: false },
    ...{ status_type: undefined, session: undefined, failure: undefined },
  });
  const rules = [
    rule({ event: ['OK', 'ACK'], code: ['0'] }, 'first'),
    rule({ event: ['OK'] }, 'second'),
    rule({ reason: [''] }, 'nothing'),
  ];
  const statusOf = (values: Record<string, string | number | undefined>) =>
    ruleFor(rules, new Map(Object.entries(values)))?.status;
  expect(statusOf({ event: 'ACK', code: 0 })).toBe('first');
  expect(statusOf({ event: 'OK', code: 1, reason: 'x' })).toBe('second');
  expect(statusOf({ event: 'NAK', code: 0 })).toBe('nothing');
  expect(statusOf({ event: 'NAK', reason: 'x' })).toBeUndefined();
});

test('a text is filled with the values of its fields', () => {
  expect(
    filled(
      '{code}: {reason}{none}',
      new Map<string, string | number>([
        ['code', 7],
        ['reason', 'late'],
      ]),
    ),
  ).toBe('7: late');
});
