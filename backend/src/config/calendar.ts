import { z } from 'zod';
import type { SpecialDay, SpecialDays } from '../model/calendar.ts';
import { readPublicHolidays } from './holidays/public-holidays.ts';

const DAY = 86_400_000;
/** Days of one entry: nobody is off for longer, and a year mistyped is no list of a hundred thousand days. */
const LONGEST = 366;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DEFAULT_NAME = 'Holiday';

type DayOf = [date: string, SpecialDay];

const millisecondsOf = (date: string) => Date.parse(`${date}T00:00:00Z`);
const isDate = (text: string) =>
  DATE.test(text) && !Number.isNaN(millisecondsOf(text)) && dateOf(millisecondsOf(text)) === text;
const dateOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);

const date = () => z.string().refine(isDate, { error: 'expected a date, such as 2026-12-31' });
const isRegion = (code: string) => readPublicHolidays().has(code);
const regionOrDate = (text: string) => isDate(text) || isRegion(text);
const text = z.string().refine(regionOrDate, {
  error: 'expected a country or a subdivision of one, such as RU or DE-BY, or a date, such as 2026-12-31',
});
const days = z
  .strictObject({
    from: date().describe('First day.'),
    to: date().optional().describe('Last day; default: the first.'),
    name: z.string().min(1).max(80).default(DEFAULT_NAME).describe('What the days are called.'),
  })
  .superRefine(({ from, to = from }, context) => {
    const length = (millisecondsOf(to) - millisecondsOf(from)) / DAY + 1;
    if (length >= 1 && length <= LONGEST) return;
    context.addIssue({
      code: 'custom',
      path: ['to'],
      message: `expected a date from ${from} to ${LONGEST} days later`,
    });
  });
const entry = z.union([text, days], {
  error: 'expected a country such as RU, a date such as 2026-12-31, or a section with from, to and name',
});
/** One text is a list of it, and `none` an empty list. */
const entries = z.preprocess(
  (value) => (value === 'none' ? [] : typeof value === 'string' ? [value] : value),
  z.array(entry),
);

/** The section `calendar`: the days on which people do not live as on other days of the week. */
export const calendarSchema = z.strictObject({
  holidays: entries.default([]).describe('Countries, dates and sections with from, to and name, or none.'),
  weekend: z.array(z.enum(WEEKDAYS)).default(['saturday', 'sunday']).describe('Days of the weekend.'),
});

/** The special days of the section; a later entry goes before an earlier one. */
export function specialDays({ holidays, weekend }: z.output<typeof calendarSchema>): SpecialDays {
  const table = readPublicHolidays();
  const dates = holidays.flatMap((item): DayOf[] => {
    if (typeof item === 'string') return isDate(item) ? daysOf(item, item, DEFAULT_NAME) : [...table.of(item)];
    return daysOf(item.from, item.to ?? item.from, item.name);
  });
  return { weekend: weekend.map((day) => WEEKDAYS.indexOf(day) + 1), dates: new Map(dates) };
}

function daysOf(from: string, to: string, name: string): DayOf[] {
  const count = (millisecondsOf(to) - millisecondsOf(from)) / DAY + 1;
  return Array.from({ length: count }, (_, index) => [
    dateOf(millisecondsOf(from) + index * DAY),
    { kind: 'holiday', name },
  ]);
}
