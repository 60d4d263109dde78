import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SnmpValue } from '../protocol/values.ts';
import { describe as describeRow, fulfils, measured, memoryOf } from './measure.ts';
import { type Condition, type Measure, profileSchema } from './schema.ts';

const measure = (fields: object): Measure => {
  const [table] = profileSchema.parse({
    name: 'x',
    cpu: [{ columns: {}, percent: { column: 'value', ...fields }, description: 'x' }],
  }).cpu;
  return table!.percent;
};

const row = (values: Readonly<Record<string, SnmpValue>>) => (name: string) => values[name] ?? null;

describe('a measure', () => {
  test.each([
    ['a number as it is', {}, { value: 44 }, 44],
    ['a counter as a number', {}, { value: 44n }, 44],
    ['nothing where there is none', {}, {}, null],
    ['nothing where it is a text', {}, { value: Buffer.from('44') }, null],
    ['the number in a text', { inText: true }, { value: Buffer.from('CPU: 44.5 %') }, 44.5],
    ['a negative number in a text', { inText: true }, { value: Buffer.from('-3 C') }, -3],
    ['a plain number where a text was expected', { inText: true }, { value: 44 }, 44],
    [
      'the number that a regular expression finds in a text',
      { inText: '300 Secs \\( *([\\d.]+)%' },
      { value: Buffer.from(' 5 Secs ( 12.5%)  300 Secs ( 10.9%)') },
      10.9,
    ],
    ['nothing where a text has no number', { inText: true }, { value: Buffer.from('N/A') }, null],
    ['nothing for a sentinel', { missing: [0, 255] }, { value: 255 }, null],
    ['a value divided', { divide: 10 }, { value: 446 }, 44.6],
    ['a value times a column', { multiply: 'unit' }, { value: 3, unit: 1024 }, 3072],
    ['nothing where that column is missing', { multiply: 'unit' }, { value: 3 }, null],
    ['nothing for a division by zero', { divide: 'unit' }, { value: 3, unit: 0 }, null],
    ['what is left of 100', { ofHundred: true }, { value: 30 }, 70],
    ['milliwatts in dBm', { divide: 10_000, dbm: true }, { value: 1000 }, -10],
    ['nothing in dBm where there is no light', { dbm: true }, { value: 0 }, null],
    ['a state in order', { levels: { ok: [1], critical: ['down'] } }, { value: 1 }, 0],
    ['a critical state by its text', { levels: { ok: [1], critical: ['down'] } }, { value: Buffer.from('down') }, 2],
    ['nothing for a state without a level', { levels: { ok: [1] } }, { value: 5 }, null],
    ['nothing below the believable', { atLeast: 0 }, { value: -1 }, null],
    ['nothing above the believable', { atMost: 100 }, { value: 101 }, null],
    ['a sensor in units', { sensor: { scale: 's', precision: 'p' } }, { value: 44, s: 9, p: 0 }, 44],
    ['a sensor with a decimal', { sensor: { scale: 's', precision: 'p' } }, { value: 346, s: 9, p: 1 }, 34.6],
    ['a sensor in thousandths', { sensor: { scale: 's', precision: 'p' } }, { value: 23769, s: 8, p: 0 }, 23.769],
    ['nothing for a scale that is none', { sensor: { scale: 's', precision: 'p' } }, { value: 44, s: 0, p: 0 }, null],
  ] as const)('gives %s', (_, fields, values, expected) => {
    expect(measured(measure(fields), row(values as Record<string, SnmpValue>))).toBe(expected);
  });

  test('takes off what other rows hold, and nothing for those that are not there', () => {
    const others: Readonly<Record<string, number>> = { 6: 100, 7: 50 };
    const value = measured(
      measure({ lessRows: ['6', '7', '8'], multiply: 2 }),
      row({ value: 400 }),
      (index) => others[index] ?? null,
    );
    expect(value).toBe(500);
  });
});

describe('memory', () => {
  const byName = (values: Readonly<Record<string, number | null>>) => (part: Measure) => values[part.column] ?? null;
  const table = (parts: readonly string[]) =>
    profileSchema.parse({
      name: 'x',
      memory: [{ columns: {}, description: 'x', ...Object.fromEntries(parts.map((part) => [part, part])) }],
    }).memory[0]!;

  test('is told by any two of used, free and total', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (used, free) => {
        fc.pre(used + free > 0);
        const values = { used, free, total: used + free };
        const whole = { usedPercent: (used / (used + free)) * 100, usedBytes: used, totalBytes: used + free };
        for (const parts of [
          ['used', 'free'],
          ['used', 'total'],
          ['free', 'total'],
        ]) {
          expect(memoryOf(table(parts), byName(values))).toEqual(whole);
        }
      }),
    );
  });

  test('is told by a percentage, with bytes where the total is known', () => {
    expect(memoryOf(table(['usedPercent']), byName({ usedPercent: 25 }))).toEqual({
      usedPercent: 25,
      usedBytes: null,
      totalBytes: null,
    });
    expect(memoryOf(table(['usedPercent', 'total']), byName({ usedPercent: 25, total: 400 }))).toEqual({
      usedPercent: 25,
      usedBytes: 100,
      totalBytes: 400,
    });
  });

  test('has no percentage where the total is zero or less than what is used', () => {
    expect(memoryOf(table(['used', 'total']), byName({ used: 0, total: 0 })).usedPercent).toBeNull();
    expect(memoryOf(table(['used', 'total']), byName({ used: 9, total: 5 })).usedPercent).toBeNull();
  });
});

test.each([
  [{ in: [8] }, 8, true],
  [{ in: [8] }, 9, false],
  [{ in: ['1.3.6.1'] }, '1.3.6.1', true],
  [{ notIn: [2, 3] }, 1, true],
  [{ notIn: [2, 3] }, 2, false],
  [{ notIn: [2, 3] }, null, true],
  [{ in: [8] }, null, false],
  [{ matches: /^Fan/ }, Buffer.from('Fan 1'), true],
  [{ notMatches: /^Fan/ }, Buffer.from('Fan 1'), false],
  [{ above: 0 }, 1, true],
  [{ above: 0 }, 0, false],
  [{ above: 0 }, null, false],
  [{ below: 0 }, -1, true],
  [{ below: 0 }, 0, false],
  [{ below: 0 }, null, false],
] as const)('the condition %o on %o is %s', (condition, value, expected) => {
  expect(fulfils({ column: 'x', ...condition } as Condition, value)).toBe(expected);
});

test('a description is the first text whose parts are all there', () => {
  const values = row({ name: Buffer.from(''), description: Buffer.from('Board  1 '), index: '7' });
  expect(describeRow(['{name}', '{description}: {index}'], values)).toBe('Board 1: 7');
  expect(describeRow(['{name}', 'Board {index}'], values)).toBe('Board 7');
  expect(describeRow(['{name}'], values)).toBe('');
});
