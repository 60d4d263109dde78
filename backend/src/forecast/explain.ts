import type { Calendar } from '../model/calendar.ts';
import type { Contribution, Explanation, SimilarDay } from '../model/explanation.ts';
import type { Ensemble } from './ensemble/ensemble.ts';
import type { LongStepState } from './long-step.ts';

const DAYS_OF_WEEK = 7;
const JUST_BEFORE = [1, 2, 3];
const SIMILAR_DAYS = 3;
/** Weeks of values that are kept. */
const WEEKS = 4;

interface Parts {
  readonly ensemble: Ensemble;
  readonly calendar: Calendar;
  readonly day: number;
}

/** Why the newest forecast of a series says what it says of `lead`; undefined while there is none of that lead. */
export function explain(state: LongStepState, parts: Parts, lead: number): Explanation | undefined {
  const { series, memory, length, slot, newest } = state;
  const { ensemble, calendar, day } = parts;
  if (!memory || lead > Math.min(day, ensemble.horizon)) return undefined;
  const { expected, withoutHoliday, opinions } = ensemble.suppose(memory, length, slot, lead);
  const week = DAYS_OF_WEEK * day;
  const back = (lag: number) => (lag < length ? digits(ensemble.valueBack(memory, length, lag)) : Number.NaN);
  const time = newest + lead * series.step;
  const target = calendar.dayOf(time);
  return {
    series,
    origin: newest,
    time,
    lead,
    expected,
    opinions: opinions.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight),
    contributions: [
      ...contributions(state, parts, lead, withoutHoliday),
      ...(expected === withoutHoliday ? [] : [{ of: 'holiday', change: expected - withoutHoliday } as const]),
    ],
    newest: back(0),
    yesterday: known(back(day - lead)),
    lastWeek: known(back(week - lead)),
    similarDays: similarDays(state, parts, lead),
    before: known(ensemble.before(memory, length, lead)),
    season: ensemble.foundSeason(memory) * series.step || null,
    holiday: target.kind === 'holiday' ? (target.name ?? null) : null,
  };
}

const known = (value: number) => (Number.isNaN(value) ? null : value);

/** As many digits as are kept of a value. */
const digits = (value: number) => Number(value.toPrecision(7));

/** What each part of the past adds: the forecast less what it would be had those values been as on the seven days before each. */
function contributions(
  { memory, length, slot }: LongStepState,
  { ensemble, day }: Parts,
  lead: number,
  expected: number,
): Contribution[] {
  const week = DAYS_OF_WEEK * day;
  const around = (lag: number) => [lag - 1, lag, lag + 1].filter((own) => own > JUST_BEFORE.at(-1)!);
  const groups = [
    { of: 'newest value', lags: [0] },
    { of: 'values just before', lags: JUST_BEFORE },
    { of: 'same time yesterday', lags: around(day - lead) },
    { of: 'same time last week', lags: around(week - lead) },
  ] as const;
  const usual = (lag: number) => {
    const values = Array.from({ length: DAYS_OF_WEEK }, (_, days) => lag + (days + 1) * day)
      .filter((other) => other < length)
      .map((other) => ensemble.valueBack(memory!, length, other))
      .filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return groups.flatMap(({ of, lags }) => {
    const others = new Map(lags.filter((lag) => lag < length).map((lag) => [lag, usual(lag)]));
    if (others.size === 0 || [...others.values()].some(Number.isNaN)) return [];
    const otherwise = ensemble.suppose(memory!, length, slot, lead, others).withoutHoliday;
    return [{ of, change: expected - otherwise }];
  });
}

/** The past days whose course, their mean taken away, was nearest to that of the newest day; the nearest first. */
function similarDays(
  { memory, length, newest, series }: LongStepState,
  { ensemble, day }: Parts,
  lead: number,
): SimilarDay[] {
  const values = Array.from({ length: Math.min(length, WEEKS * DAYS_OF_WEEK * day) }, (_, lag) =>
    digits(ensemble.valueBack(memory!, length, lag)),
  );
  const course = (from: number) => {
    const own = values.slice(from, from + day);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return own.map((value) => value - mean);
  };
  const now = course(0);
  const days: SimilarDay[] = [];
  for (let lag = day; lag + day <= values.length; lag += day) {
    const then = course(lag);
    const difference = then.reduce((sum, value, index) => sum + Math.abs(value - now[index]!), 0) / day;
    days.push({ until: newest - lag * series.step, difference, followed: values[lag - lead]! });
  }
  return days.toSorted((a, b) => a.difference - b.difference).slice(0, SIMILAR_DAYS);
}
