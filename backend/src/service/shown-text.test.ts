import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownText } from './shown-text.ts';

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

test('control characters and what cannot be seen are written out', () => {
  expect(shownText('a\0b\x1b[31m\t\x85')).toBe('a\\x00b\\x1b[31m\\x09\\x85');
  expect(shownText(latin1('a\u202eb\u2028'))).toBe('a\\u{202e}b\\u{2028}');
});

test('UTF-8 is shown as it is meant, anything else octet by octet', () => {
  expect(shownText(latin1('логин'))).toBe('логин');
  expect(shownText('\xebog')).toBe('ëog');
});

test('a long text is cut after 200 characters', () => {
  expect(shownText('x'.repeat(200))).toBe('x'.repeat(200));
  expect(shownText(latin1('ж'.repeat(100_000)))).toBe(`${'ж'.repeat(200)}…`);
});

test('whatever the octets, nothing unseen is left', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), (octets) => {
      expect(shownText(Buffer.from(octets).toString('latin1'))).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});
