import type { Zone } from './zone.ts';

const DAY = 86_400_000;
const QUARTER = 900_000;
/** Days and offsets that are remembered; more than a forecast looks at, back and ahead. */
const REMEMBERED = 4096;

/** A holiday that falls on a weekend is a day of the weekend: it gives nobody another day off. */
export type DayKind = 'workday' | 'weekend' | 'holiday';

/** A day on the wall. */
export interface Day {
  readonly kind: DayKind;
  /** What the day is called, where it is not an ordinary one. */
  readonly name?: string;
  /** ISO 8601: Monday is 1, Sunday 7. */
  readonly weekday: number;
}

/** What is said of a day that is not like its weekday. */
export type SpecialDay = Pick<Day, 'kind' | 'name'>;

/** Which days are not like their weekday. Plain data, so that it can be handed to a worker. */
export interface SpecialDays {
  /** Weekdays that are the weekend, Monday 1 … Sunday 7. */
  readonly weekend: readonly number[];
  /** By date, `YYYY-MM-DD`: holidays, and days of the weekend on which people work. */
  readonly dates: ReadonlyMap<string, SpecialDay>;
}

/** A week of five working days without holidays. */
export const NO_SPECIAL_DAYS: SpecialDays = { weekend: [6, 7], dates: new Map() };

/** Days and times of day of one time zone. */
export interface Calendar {
  readonly zone: Zone;
  /** The day on the wall that holds an instant (epoch milliseconds UTC). */
  dayOf(instant: number): Day;
  /** The day on the wall that holds the step with a number. */
  dayOfSlot(slot: number, step: number): Day;
  /** The weekday that a holiday is like: the last one of the weekend. */
  readonly restDay: number;
  /**
   * Number of the step (milliseconds) on the clock on the wall that holds an instant. Seasonal lags counted in it meet the
   * same local hour on both sides of a clock change: a repeated hour has its numbers twice, one left out skips some.
   */
  slotOf(instant: number, step: number): number;
}

/** The calendar of a zone. */
export function calendar(zone: Zone, { weekend, dates }: SpecialDays = NO_SPECIAL_DAYS): Calendar {
  // One offset for a UTC day without a clock change, else one for each quarter of an hour.
  const ofDay = remembered((day) => {
    const offset = zone.offset(day * DAY);
    return offset === zone.offset((day + 1) * DAY) ? offset : undefined;
  });
  const ofQuarter = remembered((quarter) => zone.offset(quarter * QUARTER));
  const wallOf = (instant: number) =>
    instant + (ofDay(Math.floor(instant / DAY)) ?? ofQuarter(Math.floor(instant / QUARTER)));
  const day = remembered((number): Day => {
    // 1970-01-01 was a Thursday.
    const weekday = ((((number + 3) % 7) + 7) % 7) + 1;
    const special = dates.get(new Date(number * DAY).toISOString().slice(0, 10));
    const free = weekend.includes(weekday);
    const kind = free && special?.kind !== 'workday' ? 'weekend' : (special?.kind ?? 'workday');
    return special?.name === undefined ? { kind, weekday } : { kind, weekday, name: special.name };
  });
  return {
    zone,
    restDay: weekend.at(-1) ?? 7,
    dayOfSlot: (slot, step) => day(Math.floor((slot * step) / DAY)),
    dayOf: (instant) => day(Math.floor(wallOf(instant) / DAY)),
    slotOf: (instant, step) => Math.floor(wallOf(instant) / step),
  };
}

/** A function of whole numbers that remembers its newest answers. */
function remembered<T>(of: (key: number) => T): (key: number) => T {
  const answers = new Map<number, T>();
  return (key) => {
    if (answers.has(key)) return answers.get(key)!;
    if (answers.size >= REMEMBERED) answers.clear();
    const answer = of(key);
    answers.set(key, answer);
    return answer;
  };
}
