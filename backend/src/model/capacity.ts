import { drawCleanups, withoutCleanups } from './cleanups.ts';
import type { Forecast } from './forecast.ts';
import { type Chance, firstCrossings, timeBy } from './paths.ts';
import type { Random } from './random.ts';
import { HOUR } from './targets.ts';
import { drawCourse, type FittedTrend, fitTrends } from './trend.ts';
import { median, weeklyRhythm } from './weekly.ts';

const DAY = 24 * HOUR;
/** The fewest daily values from which a trend is told, and the days of the past that are looked at. */
const FEWEST_DAYS = 10;
export const PAST_DAYS = 56;
/** Days of the future that are looked at. */
const FUTURE_DAYS = 365;
/** Courses by which the future is judged. */
const COURSES = 400;
/** Probability before anything is known that growth is by a factor a day rather than by an amount. */
const BY_FACTOR = 0.25;
/** Part of the courses that must go one way for it to be a trend. */
const CLEAR = 0.9;

/** Daily values: starts of days, ascending epoch milliseconds UTC, each a whole number of days after the first. */
export interface DailyValues {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** How much time is left until a threshold is crossed. */
export interface TimeLeft {
  /** `none` where growth cannot be told from chance; cleaning up in between does not count. */
  readonly trend: 'approaching' | 'receding' | 'none';
  /** Growth at the end of the past, in the unit of the values a day; what is cleared away at once left out. */
  readonly growth: number;
  /** That it is crossed within so many days. */
  readonly probability: { readonly days7: number; readonly days30: number; readonly days90: number };
  /** The times by which it is crossed with 10, 50 and 90 %; null when not within a year. Of later than the forecast, days. */
  readonly early: number | null;
  readonly median: number | null;
  readonly late: number | null;
}

/** What is asked: whether values are above `threshold` (sign 1) or below it (−1), from the time `now` on. */
export interface Question {
  readonly sign: 1 | -1;
  readonly threshold: number;
  readonly now: number;
}

/**
 * When the threshold is crossed first. As far as the forecast reaches, its paths decide; after that, courses of the daily
 * values, each drawn from structural trends of amounts and of logarithms, weighted by how well they predicted every day from
 * those before, with the rhythm of the week, and cleaned up as was done before. Undefined for fewer than ten days. Daily
 * values are the greatest of each day for sign 1, the least for −1; of the last 56 days the rest is ignored.
 */
export function timeLeft(
  daily: DailyValues,
  forecast: Forecast | undefined,
  question: Question,
  random: Random,
): TimeLeft | undefined {
  const { now } = question;
  const last = daily.times.at(-1);
  const values = last === undefined ? [] : everyDay(daily, last);
  if (last === undefined || values.filter((value) => !Number.isNaN(value)).length < FEWEST_DAYS) return undefined;
  const soon = forecast ? soonChances(forecast, question, random) : [];
  const end = soon.length > 0 ? soon.at(-1)!.time + forecast!.series.step : now;
  const courses = drawCourses(values, question, random);
  // A day is the forecast's when the greater part of it is.
  const timeOf = (day: number) => last + day * DAY;
  const left = courses.filter(({ day }) => timeOf(day) + DAY / 2 >= end);
  const rest = 1 - soon.reduce((sum, chance) => sum + chance.probability, 0);
  const later = left
    .filter(({ day }) => Number.isFinite(day))
    .map(({ day }) => ({ time: Math.max(timeOf(day), end), probability: rest / left.length }));
  // What should long have happened by the trend, and not by the forecast, is next.
  const overdue = left.length === 0 ? [{ time: end, probability: rest }] : [];
  const chances = [...soon, ...overdue, ...later.sort((a, b) => a.time - b.time)];
  const within = (days: number) =>
    Math.min(
      1,
      chances.reduce((sum, chance) => sum + (chance.time < now + days * DAY ? chance.probability : 0), 0),
    );
  return {
    ...trendOf(
      courses.map(({ growth }) => growth),
      question.sign,
    ),
    probability: { days7: within(7), days30: within(30), days90: within(90) },
    early: timeBy(chances, 0.1),
    median: timeBy(chances, 0.5),
    late: timeBy(chances, 0.9),
  };
}

/** The values of the last 56 days up to `last`, NaN where there is none. */
function everyDay({ times, values }: DailyValues, last: number): number[] {
  const first = Math.max(times[0]!, last - (PAST_DAYS - 1) * DAY);
  const days = new Array<number>(Math.round((last - first) / DAY) + 1).fill(Number.NaN);
  for (const [index, time] of times.entries()) {
    if (time >= first) days[Math.round((time - first) / DAY)] = values[index]!;
  }
  return days;
}

/** Of the part of the forecast that is not over yet. */
function soonChances(forecast: Forecast, { sign, threshold, now }: Question, random: Random): Chance[] {
  const { origin, series, mean } = forecast;
  const from = Math.max(1, Math.floor((now - origin) / series.step));
  return firstCrossings(forecast, sign, threshold, from, mean.length, random);
}

/** One way that it may go: the first day beyond the threshold, counted from the last one known, and the growth a day. */
interface DrawnCourse {
  readonly day: number;
  readonly growth: number;
}

/** In which the values may grow evenly: as they are, or their logarithms. */
interface Scale {
  readonly to: (value: number) => number;
  /** Change of the value when the scaled one grows by 1, at this value. */
  readonly slope: (value: number) => number;
  readonly prior: number;
}
const AMOUNTS: Scale = { to: (value) => value, slope: () => 1, prior: 1 - BY_FACTOR };
const FACTORS: Scale = { to: Math.log, slope: (value) => value, prior: BY_FACTOR };

/** The values in one scale, turned so that they grow towards the threshold, without the rhythm of the week and cleaning up. */
interface Prepared extends ReturnType<typeof withoutCleanups> {
  readonly scale: Scale;
  readonly weekly: readonly number[];
  readonly threshold: number;
  /** What was cleared away in all. */
  readonly removed: number;
}

function drawCourses(values: readonly number[], { sign, threshold }: Question, random: Random): DrawnCourse[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const level = known.at(-1)!;
  const candidates = scalesFor(known, threshold).flatMap((scale) => {
    const prepared = prepare(values, sign, threshold, scale);
    // Likelihoods are compared of the values, whatever their scale: the first value is no part of it.
    const change = known.slice(1).reduce((sum, value) => sum + Math.log(scale.slope(value)), 0);
    return fitTrends(prepared.grown).map((trend) => ({
      ...{ trend, prepared },
      weight: trend.logLikelihood + Math.log(trend.prior * scale.prior) - change,
    }));
  });
  return proportionally(candidates, COURSES, random).map(({ trend, prepared }) =>
    follow(trend, prepared, values.length, sign * prepared.scale.slope(level), random),
  );
}

/** Logarithms only where all is positive. */
const scalesFor = (known: readonly number[], threshold: number): Scale[] =>
  threshold > 0 && known.every((value) => value > 0) ? [AMOUNTS, FACTORS] : [AMOUNTS];

function prepare(values: readonly number[], sign: 1 | -1, threshold: number, scale: Scale): Prepared {
  const turned = values.map((value) => sign * scale.to(value));
  const weekly = weeklyRhythm(turned);
  const growth = withoutCleanups(turned.map((value, day) => value - weekly[day % 7]!));
  const removed = growth.cleanups.reduce((sum, { drop }) => sum + drop, 0);
  return { ...growth, scale, weekly, removed, threshold: sign * scale.to(threshold) };
}

/** Draws one course and follows it until it is beyond the threshold. */
function follow(
  trend: FittedTrend,
  { weekly, cleanups, removed, threshold }: Prepared,
  past: number,
  unit: number,
  random: Random,
): DrawnCourse {
  const course = drawCourse(trend, random);
  const cleanup = drawCleanups(cleanups, random);
  let off = removed;
  for (let day = 1; day <= FUTURE_DAYS; day++) {
    const value = course.next() - off;
    if (value + weekly[(past - 1 + day) % 7]! > threshold) return { day, growth: course.slope * unit };
    off += cleanup(value);
  }
  return { day: Number.POSITIVE_INFINITY, growth: course.slope * unit };
}

/** So many of the candidates, each as often as its weight (a logarithm) says; systematic sampling. */
function proportionally<T extends { readonly weight: number }>(
  candidates: readonly T[],
  count: number,
  random: Random,
): T[] {
  const best = Math.max(...candidates.map(({ weight }) => weight));
  const weights = candidates.map(({ weight }) => Math.exp(weight - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const start = random();
  let [index, sum] = [0, weights[0]!];
  return Array.from({ length: count }, (_, drawn) => {
    while (sum < ((drawn + start) / count) * total && index < weights.length - 1) sum += weights[++index]!;
    return candidates[index]!;
  });
}

function trendOf(growths: readonly number[], sign: 1 | -1): Pick<TimeLeft, 'trend' | 'growth'> {
  const part = (way: 1 | -1) => growths.filter((growth) => growth * way > 0).length / growths.length;
  const trend = part(sign) >= CLEAR ? 'approaching' : part(sign === 1 ? -1 : 1) >= CLEAR ? 'receding' : 'none';
  return { trend, growth: median(growths) };
}
