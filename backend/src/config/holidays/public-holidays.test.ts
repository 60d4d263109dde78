import { describe, expect, test } from 'vitest';
import { readPublicHolidays } from './public-holidays.ts';

const table = readPublicHolidays();
const holidays = (region: string, year: number) =>
  [...table.of(region)]
    .filter(([date, { kind }]) => date.startsWith(`${year}-`) && kind === 'holiday')
    .map(([date]) => date.slice(5))
    .toSorted();

describe('the table of public holidays', () => {
  test('knows those of Russia with the days off that were moved', () => {
    const newYear = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08'];
    expect(holidays('RU', 2026)).toEqual([
      ...newYear,
      '01-09',
      '02-23',
      '03-08',
      '03-09',
      '05-01',
      '05-09',
      '05-11',
      '06-12',
      '11-04',
      '12-31',
    ]);
    expect(table.of('RU').get('2024-04-29')).toEqual({ kind: 'holiday', name: 'Day off' });
    expect(table.of('RU').get('2024-04-27')).toEqual({ kind: 'workday', name: 'Day off moved' });
  });

  test('knows those that move with the moon and those of a weekday', () => {
    expect(table.of('CZ').get('2024-04-01')?.name).toBe('Easter Monday');
    expect(table.of('GR').get('2024-05-06')?.name).toBe('Easter Monday');
    expect(table.of('US').get('2026-11-26')?.name).toBe('Thanksgiving Day');
    expect(table.of('TR').get('2026-03-20')?.name).toBe('Eid al-Fitr');
  });

  test('knows those of a part of a country, beside or instead of those of the country', () => {
    expect(holidays('DE-BY', 2026)).toEqual([...holidays('DE', 2026), '01-06', '06-04', '11-01'].toSorted());
    expect(holidays('GB-SCT', 2027)).toContain('01-02');
    expect(holidays('US-FL', 2026)).not.toContain('10-12');
  });

  test('knows every country of ISO 3166 that has holidays, and nothing else', () => {
    expect(['RU', 'KZ', 'BY', 'DE', 'CZ', 'CN', 'IN', 'BR', 'ZA', 'NO'].every(table.has)).toBe(true);
    expect(['XX', 'ru', 'RUS', 'constructor', ''].some(table.has)).toBe(false);
    expect([...table.of('XX')]).toEqual([]);
  });
});
