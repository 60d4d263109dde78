import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowValues } from './column-values.ts';

const index = fc.nat(12).map(String);
const row = fc.tuple(index, fc.option(fc.nat(), { nil: null }));

test('the values of rows are those of a map, whatever rows were expected and at whatever place one is looked for', () => {
  const rows = fc.uniqueArray(row, { selector: ([name]) => name, maxLength: 12 });
  fc.assert(
    fc.property(rows, fc.array(index, { maxLength: 12 }), fc.nat(12), (read, others, kept) => {
      // Mostly the first rows are as expected.
      const expected = [...read.slice(0, kept).map(([name]) => name), ...others];
      const values = new RowValues(expected);
      for (const [name, value] of read) values.add(name, value);
      const map = new Map(read.filter((each): each is [string, number] => each[1] !== null));
      expect([...values]).toEqual([...map]);
      expect([...values.keys()]).toEqual([...map.keys()]);
      expect([...values.values()]).toEqual([...map.values()]);
      expect(values.size).toBe(map.size);
      for (let name = 0; name <= 13; name++) {
        for (const place of [undefined, 0, kept, read.findIndex(([other]) => other === String(name)), 20]) {
          expect(values.get(String(name), place)).toBe(map.get(String(name)));
          expect(values.has(String(name), place)).toBe(map.has(String(name)));
        }
      }
    }),
  );
});

test('the next row expected is told until another comes', () => {
  const values = new RowValues(['1', '2', '3']);
  expect(values.next).toBe('1');
  values.add('1', 7);
  expect(values.next).toBe('2');
  values.add('2.5', 8);
  expect(values.next).toBeUndefined();
  expect(values.rows).toBe(2);
});
