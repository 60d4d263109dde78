import type { Layout, Memory } from './layout.ts';

/** Weeks of history that are kept. */
const WEEKS = 4;
const DAYS_OF_WEEK = 7;
/** Days over which the running means of changes are taken. */
const ROUGHNESS_DAYS = 7;

/**
 * What every expert sees of a series at its newest value: in the experts' space, lags in steps. One view is filled anew
 * for each series and origin. Columns have a place for each lead 0 … horizon; lead 0 is the newest step itself.
 */
export interface View {
  /** The memory with the values: the newest is `ring[newest]`, the value `lag` steps before `ring[newest - lag]`. */
  ring: Memory;
  newest: number;
  /** Values seen, missing ones too. */
  length: number;
  /** Number of the newest step on the clock on the wall: its rest by `day` is the time of day. */
  slot: number;
  /** Mean absolute difference to the day before: the unit of features; 0 when nothing is known. */
  scale: number;
  /** 1 / scale, where that is known. */
  inverse: number;
  /** The value one day before each lead. */
  readonly base: Float64Array;
  /** Means over three and seven days before each lead at its time of day. */
  readonly days3: Float64Array;
  readonly days7: Float64Array;
  /** Means over seven days at the time of day of the newest step, of the one before and of the one before that. */
  readonly days7Back: Float64Array;
  /** The value of the week before, and the mean of four weeks; `days7` where there is none. */
  readonly week: Float64Array;
  readonly weeks4: Float64Array;
  /** Means of the newest day, the day before it and the same day a week ago; of the newest week and the week before. */
  meanDay: number;
  meanDayBefore: number;
  meanDayWeekAgo: number;
  meanWeek: number;
  meanWeekBefore: number;
  /** The unit (`scale`) as it was `lag` steps ago; 0 where nothing was forecast then, or that step's value is missing. */
  scaleAt(lag: number): number;
  /** Running means of |change| to the step before, of the change of the daily difference in one and two steps, to the week before. */
  readonly roughness: Float64Array;
}

/** The history of series of one step. */
export interface History {
  readonly day: number;
  readonly week: number;
  /** Appends a value in the experts' space; `known` says that it was measured and not made up. */
  push(memory: Memory, length: number, value: number, known: boolean): void;
  /** Fills the view of a series of `length` values whose newest step has the number `slot`. */
  look(memory: Memory, length: number, slot: number, view: View): void;
  /** Changes the value `lag` steps before the newest of `length`. */
  amend(memory: Memory, length: number, lag: number, value: number): void;
  /** The value `lag` steps before the newest of `length`; NaN where there is none. */
  back(memory: Memory, length: number, lag: number): number;
  /** Mean absolute difference to the day before. */
  scale(memory: Memory): number;
  /** Values that are kept. */
  readonly capacity: number;
}

export function createView(horizon: number): View {
  const column = () => new Float64Array(horizon + 1);
  return {
    ring: new Float32Array(0),
    newest: 0,
    length: 0,
    slot: 0,
    scale: 0,
    inverse: 0,
    base: column(),
    days3: column(),
    days7: column(),
    week: column(),
    weeks4: column(),
    days7Back: new Float64Array(3),
    meanDay: 0,
    meanDayBefore: 0,
    meanDayWeekAgo: 0,
    meanWeek: 0,
    meanWeekBefore: 0,
    scaleAt: () => 0,
    roughness: new Float64Array(4),
  };
}

/** A history whose seasons are a day of `day` steps and a week of seven such; forecasts begin with value number `first`. */
export function createHistory(layout: Layout, day: number, horizon: number, first: number): History {
  const week = DAYS_OF_WEEK * day;
  const capacity = WEEKS * week;
  // The newest `capacity` values always lie in one piece: they are moved to the front once a day.
  const room = capacity + day;
  const values = layout.take(room);
  /** Place of the newest of `length` values. */
  const placeOf = (length: number) => values + (length <= room ? length - 1 : capacity + ((length - 1 - room) % day));
  const running = layout.take(5);
  const scales = layout.take(horizon + 1);
  const rate = 1 / (ROUGHNESS_DAYS * day);

  const learn = (memory: Memory, place: number, change: number, seen: number) => {
    const at = running + place;
    if (seen < 1 || !Number.isFinite(change)) return;
    memory[at] = memory[at]! + Math.max(rate, 1 / seen) * (Math.abs(change) - memory[at]!);
  };

  return {
    day,
    week,
    capacity,
    scale: (memory) => memory[running]!,
    amend(memory, length, lag, value) {
      memory[placeOf(length) - lag] = value;
    },
    back(memory, length, lag) {
      if (lag < 0 || lag >= Math.min(length, capacity)) return Number.NaN;
      return memory[placeOf(length) - lag]!;
    },
    push(memory, length, value, known) {
      const newest = placeOf(length + 1);
      if (length >= room && newest === values + capacity) memory.copyWithin(values, values + day, values + room);
      memory[newest] = value;
      const scaleNow = scales + (length % (horizon + 1));
      memory[scaleNow] = 0;
      if (!known) return;
      // The newest value too as it is kept: a series that stands still has no change then.
      const back = (lag: number) => memory[newest - lag]!;
      const daily = back(0) - back(day);
      learn(memory, 0, daily, length - day + 1);
      learn(memory, 1, back(0) - back(1), length);
      learn(memory, 2, daily - (back(1) - back(day + 1)), length - day);
      learn(memory, 3, daily - (back(2) - back(day + 2)), length - day - 1);
      learn(memory, 4, back(0) - back(week), length - week + 1);
      memory[scaleNow] = memory[running]!;
    },
    look(memory, length, slot, view) {
      const newest = placeOf(length);
      view.ring = memory;
      view.newest = newest;
      view.length = length;
      view.slot = slot;
      view.scale = memory[running]!;
      view.inverse = view.scale > 0 ? 1 / view.scale : 0;
      for (let place = 0; place < 4; place++) view.roughness[place] = memory[running + 1 + place]!;
      const { base, days3, days7, week: lastWeek, weeks4 } = view;
      for (let lead = 0; lead < base.length; lead++) {
        const lag = day * Math.max(1, Math.ceil(lead / day)) - lead;
        base[lead] = memory[newest - lag]!;
        let sum = 0;
        let count = 0;
        for (let at = lag; count < DAYS_OF_WEEK && at < length; at += day) {
          sum += memory[newest - at]!;
          count++;
          if (count === 3) days3[lead] = sum / 3;
        }
        days7[lead] = sum / count;
        if (count < 3) days3[lead] = sum / count;
        const weekLag = week * Math.max(1, Math.ceil(lead / week)) - lead;
        sum = 0;
        count = 0;
        for (let at = weekLag; count < WEEKS && at < length && at < capacity; at += week) {
          sum += memory[newest - at]!;
          count++;
        }
        weeks4[lead] = count > 0 ? sum / count : days7[lead]!;
        lastWeek[lead] = count > 0 ? memory[newest - weekLag]! : days7[lead]!;
      }
      for (let back = 0; back < 3; back++) {
        let sum = 0;
        let count = 0;
        for (let at = day + back; count < DAYS_OF_WEEK && at < length; at += day) {
          sum += memory[newest - at]!;
          count++;
        }
        view.days7Back[back] = count > 0 ? sum / count : memory[newest - day]!;
      }
      view.scaleAt = (lag) => (length - lag < first ? 0 : memory[scales + ((length - 1 - lag) % (horizon + 1))]!);
      view.meanDay = mean(memory, newest, Math.min(day, length));
      view.meanDayBefore = length >= 2 * day ? mean(memory, newest - day, day) : view.meanDay;
      view.meanDayWeekAgo = length >= week + day ? mean(memory, newest - week, day) : view.meanDay;
      view.meanWeek = mean(memory, newest, Math.min(week, length));
      view.meanWeekBefore = length >= 2 * week ? mean(memory, newest - week, week) : view.meanWeek;
    },
  };
}

/** Mean of `count` values of a ring that end at `last`. */
function mean(memory: Memory, last: number, count: number): number {
  let sum = 0;
  for (let index = last - count + 1; index <= last; index++) sum += memory[index]!;
  return sum / count;
}
