import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpecialDay } from '../../model/calendar.ts';

interface Table {
  /** The first and the last year whose holidays are known. */
  readonly years: readonly [number, number];
  readonly regions: Readonly<Record<string, Region>>;
}

/** Of a country, or how a subdivision differs from it: lists of days, `MM-DD` (each year) or `YYYY-MM-DD`. */
interface Region {
  /** The days of each holiday. */
  readonly days?: Readonly<Record<string, string>>;
  /** Days of the weekend on which people work, since a day off was moved. */
  readonly worked?: string;
  /** Holidays of the country that the subdivision does not have. */
  readonly without?: string;
}

/** Public holidays of countries (ISO 3166-1, `RU`) and of subdivisions that have their own (ISO 3166-2, `DE-BY`). */
export interface PublicHolidays {
  has(region: string): boolean;
  /** The special days of a region by date, those of its country included. */
  of(region: string): Map<string, SpecialDay>;
}

/** Reads the table that scripts/holiday_table.py has written. */
export function readPublicHolidays(): PublicHolidays {
  const text = readFileSync(join(import.meta.dirname, 'table.json'), 'utf8');
  const { years, regions } = JSON.parse(text) as Table;
  const datesOf = (list = '') =>
    list.split(' ').flatMap((day) => (day.length === 5 ? everyYear(years, day) : day || []));
  const of = (region: string): Map<string, SpecialDay> => {
    const dates = region.length > 2 ? of(region.slice(0, 2)) : new Map<string, SpecialDay>();
    const { days = {}, worked, without } = regions[region] ?? {};
    for (const date of datesOf(without)) dates.delete(date);
    for (const [name, list] of Object.entries(days)) {
      for (const date of datesOf(list)) dates.set(date, { kind: 'holiday', name });
    }
    for (const date of datesOf(worked)) dates.set(date, { kind: 'workday', name: 'Day off moved' });
    return dates;
  };
  return { has: (region) => Object.hasOwn(regions, region), of };
}

function everyYear([from, to]: Table['years'], day: string): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}-${day}`);
}
