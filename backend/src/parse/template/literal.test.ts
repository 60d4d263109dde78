import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfLiteral, findLiteral, literalOf, occurrences } from './literal.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 });
/** What a literal means, said as a regular expression. */
const expression = (literal: string) => literal.replaceAll(/ +/g, ' +');

test('a literal is found where a regular expression finds it', () => {
  fc.assert(
    fc.property(letters, letters.filter(Boolean), (line, literal) => {
      const found = new RegExp(expression(literal)).exec(line);
      const expected = found ? [found.index, found.index + found[0].length] : undefined;
      expect(findLiteral(line, 0, literalOf(literal), false)).toEqual(expected);
    }),
  );
});

test('at the end of the line it is found where a regular expression finds it', () => {
  fc.assert(
    fc.property(letters, letters.filter(Boolean), (line, literal) => {
      const found = new RegExp(`${expression(literal)}$`).exec(line);
      const expected = found ? [found.index, found.index + found[0].length] : undefined;
      expect(findLiteral(line, 0, literalOf(literal), true)).toEqual(expected);
    }),
  );
});

test('it stands at a place where a regular expression says so', () => {
  fc.assert(
    fc.property(letters, letters, fc.nat(), (line, literal, place) => {
      const at = place % (line.length + 1);
      const found = new RegExp(expression(literal), 'y');
      found.lastIndex = at;
      const expected = found.test(line) ? found.lastIndex : -1;
      expect(endOfLiteral(line, at, literalOf(literal))).toBe(expected);
    }),
  );
});

test('lines of nothing but what it begins with are passed', () => {
  const spaces = ' '.repeat(1_000_000);
  expect(findLiteral(spaces, 0, literalOf(' x'), false)).toBeUndefined();
  expect(findLiteral(`a${spaces}`, 0, literalOf('a  b'), false)).toBeUndefined();
  expect(findLiteral('a '.repeat(500_000), 0, literalOf('a b'), true)).toBeUndefined();
});

test('it is counted one after another', () => {
  expect(occurrences('MMM d HH:mm:ss yyyy', literalOf(' '))).toBe(3);
  expect(occurrences('HH:mm:ss', literalOf(': '))).toBe(0);
  expect(occurrences('aaaa', literalOf('aa'))).toBe(2);
});
