import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calendar } from '../model/calendar.ts';
import { zone } from '../model/zone.ts';
import { calendarSchema, specialDays } from './calendar.ts';
import { parseConfiguration } from './load.ts';

const schema = z.strictObject({ calendar: calendarSchema.prefault({}) });
const parse = (text: string) => parseConfiguration(schema, text, 'presage.yml', {}).calendar;
const dates = (text: string) => specialDays(parse(text)).dates;
const problem = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
};

describe('the section calendar', () => {
  test('knows no holidays when it says nothing, and a weekend of two days', () => {
    expect(specialDays(parse(''))).toEqual({ weekend: [6, 7], dates: new Map() });
    expect(dates('calendar: {holidays: none}').size).toBe(0);
    expect(specialDays(parse('calendar: {weekend: [friday, saturday]}')).weekend).toEqual([5, 6]);
    expect(specialDays(parse('calendar: {weekend: []}')).weekend).toEqual([]);
  });

  test('takes a country, also Norway, or a part of one', () => {
    expect(dates('calendar: {holidays: RU}').get('2026-06-12')).toEqual({ kind: 'holiday', name: 'Russia Day' });
    expect(dates('calendar: {holidays: NO}').get('2026-05-17')?.kind).toBe('holiday');
    expect(dates('calendar: {holidays: [DE-BY]}').get('2026-01-06')?.name).toBe('Epiphany');
  });

  test('takes several entries, a later one before an earlier one', () => {
    const named = dates(`
calendar:
  holidays:
    - RU
    - 2026-04-20
    - { from: 2026-12-28, to: 2027-01-02, name: Company shutdown }
    - { from: 2024-04-27, name: Stocktaking }`);
    expect(named.get('2026-02-23')?.name).toBe('Defender of the Fatherland Day');
    expect(named.get('2026-04-20')).toEqual({ kind: 'holiday', name: 'Holiday' });
    expect(named.get('2024-04-27')).toEqual({ kind: 'holiday', name: 'Stocktaking' });
    const shutdown = [...named].filter(([, { name }]) => name === 'Company shutdown').map(([date]) => date);
    expect(shutdown.toSorted()).toEqual([
      ...['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'],
    ]);
    expect(named.get('2027-01-03')?.name).toBe('New Year Holidays');
  });

  test('gives the days of a calendar', () => {
    const samara = calendar(zone('Europe/Samara'), specialDays(parse('calendar: {holidays: RU}')));
    const kindAt = (text: string) => samara.dayOf(Date.parse(text)).kind;
    expect(kindAt('2024-04-26T19:59Z')).toBe('workday');
    expect(kindAt('2024-04-27T12:00Z')).toBe('workday');
    expect(kindAt('2024-04-28T12:00Z')).toBe('weekend');
    expect(kindAt('2024-04-28T20:00Z')).toBe('holiday');
  });

  test.each([
    [
      '{holidays: XX}',
      'holidays[0]: found "XX", expected a country or a subdivision of one, such as RU or DE-BY, or a date',
    ],
    ['{holidays: [RU, 2026-02-30]}', 'holidays[1]: found "2026-02-30", expected a country or a subdivision'],
    ['{holidays: [RU, {to: 2026-01-01}]}', 'holidays[1]: found a section, expected a country such as RU, a date'],
    ['{holidays: [RU, {from: 2026-01-01, till: 2026-01-02}]}', 'holidays[1]'],
    ['{holidays: 7}', 'holidays: found 7, expected a list'],
    ['{holidays: [7]}', 'holidays[0]: found 7, expected a country such as RU, a date such as 2026-12-31, or a section'],
    ['{holidays: [{from: 2026-13-01}]}', 'holidays[0].from: found "2026-13-01", expected a date, such as 2026-12-31'],
    ['{holidays: [{from: 2026-05-02, to: 2026-05-01}]}', 'holidays[0].to: found "2026-05-01", expected a date from'],
    ['{holidays: [{from: 2026-01-01, to: 2062-01-01}]}', 'holidays[0].to: found "2062-01-01", expected a date from'],
    ['{holiday: RU}', 'holiday: unknown key, did you mean holidays?; allowed: holidays, weekend'],
    ['{weekend: [Sat]}', 'weekend[0]: found "Sat", expected "monday" or'],
  ])('says what is wrong with %s', (text, message) => {
    expect(problem(`calendar: ${text}`)).toContain(`calendar.${message}`);
  });
});
