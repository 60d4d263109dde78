import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOid } from './oid.ts';
import { parseRecording, readRecording } from './recording.ts';

const valueIn = (type: string, text: string) =>
  parseRecording(`1.3.6.1.2.1.1|${type}|${text}\n`).tree.get(parseOid('1.3.6.1.2.1.1')!);
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('a recording', () => {
  test.each([
    ['2', '-5', { type: 'integer', value: -5 }],
    ['65', '4294967295', { type: 'counter32', value: 4_294_967_295 }],
    ['66', '7', { type: 'gauge32', value: 7 }],
    ['67', '100', { type: 'ticks', value: 100 }],
    ['70', '18446744073709551615', { type: 'counter64', value: 2n ** 64n - 1n }],
    ['5', '', { type: 'null' }],
    ['6', '.1.3.6.1.4.1.9', { type: 'oid', value: [1, 3, 6, 1, 4, 1, 9] }],
  ])('knows the type %s', (type, text, value) => {
    expect(valueIn(type, text)).toEqual(value);
  });

  test.each([
    ['4', 'a|b', 'octets', 'a|b'],
    ['4', '', 'octets', ''],
    ['4x', '00ff41', 'octets', '\x00\xffA'],
    ['4e', '\\x28\\x00\\"x\\"\\n\\\\', 'octets', '(\x00"x"\n\\'],
    ['68', 'x', 'opaque', 'x'],
    ['64', '192.0.2.1', 'address', '\xc0\x00\x02\x01'],
    ['64x', 'c0000201', 'address', '\xc0\x00\x02\x01'],
    ['40', '192.0.2.1', 'address', '\xc0\x00\x02\x01'],
  ])('knows the type %s with %j', (type, text, kind, content) => {
    const value = valueIn(type, text) as { type: string; value: Uint8Array };
    expect(value.type).toBe(kind);
    expect(new Uint8Array(value.value)).toEqual(octets(content));
  });

  test.each([
    ['2', '2147483648'],
    ['65', '-1'],
    ['70', '1.5'],
    ['4x', '0'],
    ['6', 'x'],
    ['64', '1.2.3.256'],
    ['99', '1'],
    ['2x', '1'],
  ])('counts a line of type %s with %j as broken', (type, text) => {
    expect(parseRecording(`1.3.6.1|${type}|${text}`)).toMatchObject({ objects: 0, broken: 1 });
  });

  test('may be unsorted, have comments, empty lines and doubles, of which the last counts', () => {
    const text = '# made by hand\n\n1.3.10|2|3\r\n1.3.9|2|1\n1.3.9|2|2\nno line\n1.3.x|2|1\n';
    const { tree, objects, broken } = parseRecording(text);
    expect({ objects, broken }).toEqual({ objects: 3, broken: 2 });
    expect(tree.next([1, 3])).toEqual({ oid: [1, 3, 9], value: { type: 'integer', value: 2 } });
    expect(tree.next([1, 3, 9])?.oid).toEqual([1, 3, 10]);
    expect(tree.next([1, 3, 10])).toBeUndefined();
  });

  test('of any text is read without an error', () => {
    const piece = fc.constantFrom('1.3.6.1.1', '|', '2', '4x', '4e', '\\x', '\\', '70', '-', '\n', '#', 'é', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { objects, broken } = parseRecording(pieces.join(''));
        expect(objects + broken).toBeLessThanOrEqual(pieces.length + 1);
      }),
    );
  });

  test('that is not there is an error that names it', async () => {
    await expect(readRecording('/nowhere/x.snmprec')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('/nowhere/x.snmprec'),
    });
  });
});
