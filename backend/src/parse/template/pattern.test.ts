import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPattern } from './pattern.ts';

const TIME = '{time:date "yyyy-MM-dd HH:mm:ss"}';
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const match = (pattern: string, line: string) => {
  const found = readPattern(pattern).match(latin1(line));
  return 'values' in found ? { date: found.date, ...Object.fromEntries(found.values) } : found.expected;
};

describe('a line', () => {
  test('is taken apart', () => {
    expect(
      match(`[${TIME}] {nas:address} <{login}> in={input_octets} {}`, '[2026-07-10 20:44:36] 192.0.2.1 <a b> in=7 x y'),
    ).toEqual({ date: '2026-07-10 20:44:36', nas: '192.0.2.1', login: 'a b', input_octets: 7 });
  });

  test('may have more spaces than its pattern, also in a date and at its end', () => {
    const pattern = '{time:date "MMM d HH:mm:ss"} {host} {login}: {text}';
    expect(match(pattern, 'Jul  3 20:44:36   h  user1:  some  text  ')).toEqual({
      ...{ date: 'Jul  3 20:44:36', host: 'h', login: 'user1', text: 'some  text' },
    });
  });

  test('ends where its pattern does, whatever stands before', () => {
    expect(match(`${TIME} "{text}"`, '2026-07-10 20:44:36 "a" and "b"')).toMatchObject({ text: 'a" and "b' });
    expect(match(`${TIME} end`, '2026-07-10 20:44:36 end')).toEqual({ date: '2026-07-10 20:44:36' });
    expect(match(`${TIME} end`, '2026-07-10 20:44:36 ending')).toMatch(/^" end" after \{time/);
    expect(match(`{login} ${TIME}`, 'a 2026-07-10 20:44:36')).toEqual({ login: 'a', date: '2026-07-10 20:44:36' });
  });

  test('may hold braces and any letters', () => {
    expect(match(`{{${TIME}}} отказ: {reason}`, '{2026-07-10 20:44:36} отказ: нет денег')).toEqual({
      ...{ date: '2026-07-10 20:44:36', reason: 'нет денег' },
    });
    const found = readPattern(`${TIME} {reason}`).match('2026-07-10 20:44:36 \xee\xf2');
    expect('values' in found && found.values.get('reason')).toBe('\xee\xf2');
  });

  test.each([
    ['number', '17.5', 17.5],
    ['number', '-', undefined],
    ['number', '', undefined],
    ['milliseconds', '250', 0.25],
    ['duration', '01:00:05', 3605],
    ['duration', '100:00:00', 360_000],
    ['duration', '02:05', 125],
    ['duration', '1d 00:00:01', 86_401],
    ['address', '2001:db8::1', '2001:db8::1'],
    ['address', '-', undefined],
  ])('has a %s %j', (type, text, value) => {
    expect(match(`${TIME} x{field:${type}}`, `2026-07-10 20:44:36 x${text}`)).toEqual({
      date: '2026-07-10 20:44:36',
      field: value,
    });
  });

  test.each([
    ['number', '1e5'],
    ['number', '-5'],
    ['number', '1234567890123456'],
    ['duration', '1:1'],
    ['address', '192.0.2.256'],
  ])('has no %s %j', (type, text) => {
    expect(match(`${TIME} x{field:${type}}y`, `2026-07-10 20:44:36 x${text}y`)).toBe(`{field:${type}}`);
  });

  test('of any values gives them back', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc.@-1'), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(word, fc.nat(), word, (login, octets, session) => {
        const line = `2026-07-10 20:44:36;${login};${octets};${session}`;
        expect(match(`${TIME};{login};{input_octets};{session}`, line)).toEqual({
          ...{ date: '2026-07-10 20:44:36', login, input_octets: octets, session },
        });
      }),
    );
  });
});

test.each([
  ['{login}', 'expected a field {time:date'],
  [`${TIME} {a}{b}`, '{a}: expected text between it and the next field'],
  [`${TIME} {a} {a}`, '{a}: expected a name that no other field has'],
  [`${TIME} {Login}`, '{Login}: expected {name}, {name:type} or {}'],
  [`${TIME} {a:word}`, '{a:word}: expected a type: text, address, number'],
  [`${TIME} {a`, 'expected {{ or }}'],
  [`${TIME} }`, 'expected {{ or }}'],
  ['{time}', '{time}: expected the type date'],
  ['{time:number}', '{time:number}: expected the type date'],
  [`${TIME} {other:epoch}`, '{other:epoch}: expected the name time for a date'],
  ['{time:date "yyyy-mm-dd"}', 'expected a date format with month, day, hour and minute'],
  [`${TIME} {input_octets:text}`, '{input_octets:text}: expected a type of numbers'],
  [`${TIME} {login:number}`, '{login:number}: expected a type of texts'],
  [`${TIME} ${'x'.repeat(1000)}`, 'expected at most 1000 characters'],
])('the pattern %j is none', (pattern, message) => {
  expect(() => readPattern(pattern)).toThrow(message);
});

test('no line takes it long', () => {
  const pattern = readPattern(`${TIME} {a} b  {c} d {} "{e}" "{f:duration}"`);
  const date = '2026-07-10 20:44:36 ';
  for (const unit of [' ', 'b ', ' b', '"', '" "', 'x d ']) {
    expect(pattern.match(`${date}${unit.repeat(1_000_000 / unit.length)}x`)).toHaveProperty('expected');
  }
  const duration = readPattern(`${TIME} x{field:duration}x`);
  for (const unit of [' ', 'd', '1', '1 ', '1:', '11:11:']) {
    expect(duration.match(`${date}x${unit.repeat(1_000_000 / unit.length)}x`)).toHaveProperty('expected');
  }
});
