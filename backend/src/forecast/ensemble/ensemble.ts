import type { Opinion } from '../../model/explanation.ts';
import type { Series } from '../../model/series.ts';
import { createHolidayEffect } from '../calendar/holiday-effect.ts';
import type { Expert } from '../experts/contract.ts';
import { EXPERTS } from '../experts/experts.ts';
import type { Priors } from '../priors/priors.ts';
import { createFar } from './far.ts';
import { createIntervals } from './intervals.ts';
import { createLayout, type Memory, takePending, takeSteady } from './layout.ts';
import { createOutliers } from './outliers.ts';
import { createSpace, LARGEST } from './space.ts';
import { createHistory, createView } from './view.ts';
import { createWeights } from './weights.ts';

/** Days of values before the first forecast. */
export const DAYS_BEFORE_FIRST = 2;

/** What is foreseen of one series, by lead. */
export interface Foreseen {
  readonly mean: Float64Array;
  /** Unit of the widths. */
  readonly scale: Float64Array;
}

/** What is foreseen of one lead, with and without what a holiday does, and what each expert says. */
export interface Supposed {
  readonly expected: number;
  readonly withoutHoliday: number;
  readonly opinions: readonly Opinion[];
}

export interface Ensemble {
  readonly names: readonly string[];
  /** Numbers that a series' memory holds. */
  readonly size: number;
  readonly horizon: number;
  readonly first: number;
  /** The memory of a new series that begins with these values (`first` of them, NaN missing) up to the step `slot`. */
  begin(series: Series, early: readonly number[], slot: number): Memory;
  /** Learns the next value, the one with number `index` (from 0) at the step `slot`; NaN is missing. */
  learn(memory: Memory, index: number, slot: number, value: number): void;
  /** What is foreseen from the newest of `length` values, at the step `slot`. Valid until the next call of anything. */
  foresee(memory: Memory, length: number, slot: number): Foreseen;
  /**
   * The same for `leads` leads, beyond the horizon by putting what is foreseen in for what is not yet known: errors there are
   * those of the last lead at that time of day and, as if independent, those of the own lead again, times what they grow by.
   */
  foreseeFar(memory: Memory, length: number, slot: number, leads: number): Foreseen;
  /** By what the scale of a lead beyond the horizon is larger than that of other series. */
  ownGrowth(memory: Memory, lead: number): number;
  width(memory: Memory, lead: number, coverage: number): number;
  /** How many forecasts of the last lead have come true. */
  scored(memory: Memory): number;
  /** The same for one lead (horizon at most) of any series, and had the values at some lags been others. */
  suppose(known: Memory, length: number, slot: number, lead: number, others?: ReadonlyMap<number, number>): Supposed;
  /** The value `lag` steps before the newest of `length`, in the unit of the series; NaN where there is none. */
  valueBack(memory: Memory, length: number, lag: number): number;
  /** Steps of the season found in the series beside day and week; 0 where none is. */
  foundSeason(memory: Memory): number;
  /** What was foreseen of `lead` one step before; NaN where nothing was. */
  before(memory: Memory, length: number, lead: number): number;
  /** What each expert says, and weighs, at each lead: `[expert][lead - 1]`, of the series asked last. */
  readonly opinions: { readonly said: readonly Float64Array[]; readonly weights: readonly Float64Array[] };
}

export interface EnsembleOptions {
  /** Steps of a day. */
  readonly day: number;
  /** Leads that are learnt. */
  readonly horizon: number;
  readonly priors: Priors | undefined;
  /** `Priors.growth`. */
  readonly growth: readonly number[];
  readonly holidays: Holidays;
}

/** Which steps on the wall are of a holiday, and the weekday (Monday 1 … Sunday 7) that one is like. */
export interface Holidays {
  readonly restDay: number;
  isHoliday(slot: number): boolean;
}

export const NO_HOLIDAYS: Holidays = { restDay: 7, isHoliday: () => false };

/** An ensemble of all experts for the series of one step. What it knows of a series lies in that series' memory. */
export function createEnsemble({ day, horizon, priors, growth, holidays }: EnsembleOptions): Ensemble {
  const layout = createLayout();
  const first = DAYS_BEFORE_FIRST * day;
  const space = createSpace(layout);
  const history = createHistory(layout, day, horizon, first);
  const setting = { layout, day, horizon, first, priors };
  const experts: readonly Expert[] = EXPERTS.flatMap((kind) => kind(setting));
  const weights = createWeights(layout, experts, horizon, priors?.losses);
  const intervals = createIntervals(layout, day, horizon);
  const outliers = createOutliers(layout);
  const holidayEffect = createHolidayEffect(layout, day, holidays.restDay);
  const steady = experts.flatMap((expert, index) =>
    expert.steady ? { index, places: takeSteady(layout, horizon) } : [],
  );
  /** Experts whose opinions of one origin and lead lie side by side. */
  const changing = Uint16Array.from(experts.flatMap((expert, index) => (expert.steady ? [] : index)));
  const opinions = takePending(layout, horizon, changing.length);
  const forecasts = takePending(layout, horizon);
  const change = layout.take(1);
  const [smallest, largest] = [layout.take(1), layout.take(1)];
  const view = createView(Math.max(horizon, day));
  const said = experts.map(() => new Float64Array(horizon));
  const weighed = experts.map(() => new Float64Array(horizon));
  /** The last lead of which each expert says something of the series looked at. */
  const reach = new Uint16Array(experts.length);
  const share = new Float64Array(experts.length);
  const mean = new Float64Array(horizon);
  const shown = new Float64Array(horizon);
  const scale = new Float64Array(horizon);

  const score = (memory: Memory, index: number, slot: number, value: number) => {
    for (let lead = 1; lead <= horizon && index - lead >= first - 1; lead++) {
      const origin = index - lead;
      for (const { index: expert, places } of steady)
        weights.learn(memory, expert, lead, Math.abs(value - memory[places.at(origin, lead)]!));
      const row = opinions.at(origin, lead);
      for (let at = 0; at < changing.length; at++)
        weights.learn(memory, changing[at]!, lead, Math.abs(value - memory[row + at]!));
      intervals.learn(memory, origin, lead, slot, memory[forecasts.at(origin, lead)]!, value);
    }
    // What is kept of a holiday is with its effect, which the value is without.
    if (!holidays.isHoliday(slot)) far.learn(memory, index, value);
  };

  const follow = (memory: Memory, length: number, value: number) => {
    intervals.follow(memory, value);
    if (length > day) {
      const before = space.fromExperts(memory, view.ring[view.newest - day]!);
      const rate = Math.max(1 / (7 * day), 1 / (length - day));
      memory[change] = memory[change]! + rate * (Math.abs(value - before) - memory[change]!);
    }
  };

  /** Range of the values kept, in the experts' space: forecasts stay within it and as much again on either side. */
  const findRange = (memory: Memory) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    const count = Math.min(view.length, history.capacity);
    for (let at = view.newest - count + 1; at <= view.newest; at++) {
      if (view.ring[at]! < low) low = view.ring[at]!;
      if (view.ring[at]! > high) high = view.ring[at]!;
    }
    memory[smallest] = space.fromExperts(memory, low);
    memory[largest] = space.fromExperts(memory, high);
  };

  /** What each expert says of the view, in the unit of the series; and what all expect together. */
  const foretell = (memory: Memory) => {
    const [low, high] = [memory[smallest]!, memory[largest]!];
    const [least, most] = [low - (high - low), high + (high - low)];
    for (let expert = 0; expert < experts.length; expert++) {
      const own = experts[expert]!;
      const out = said[expert]!;
      reach[expert] = own.season?.(memory) === 0 ? 0 : own.reach;
      if (reach[expert]! > 0) own.forecast(view, memory, out);
      for (let lead = 1; lead <= horizon; lead++) {
        // Who has nothing to say is scored as one who says the value of the day before, and has to prove itself later.
        const inner = lead <= reach[expert]! ? out[lead - 1]! : view.base[lead]!;
        out[lead - 1] = Math.max(least, Math.min(most, space.fromExperts(memory, inner)));
      }
    }
    for (let lead = 1; lead <= horizon; lead++) {
      weights.at(memory, lead, reach, share);
      let sum = 0;
      for (let expert = 0; expert < experts.length; expert++) {
        weighed[expert]![lead - 1] = share[expert]!;
        sum += share[expert]! * said[expert]![lead - 1]!;
      }
      mean[lead - 1] = sum;
    }
  };

  /** Forecasts from the newest value, and keeps what scoring will need. */
  const say = (memory: Memory) => {
    const origin = view.length - 1;
    foretell(memory);
    for (const expert of experts) expert.keep?.(view, memory);
    for (let lead = 1; lead <= horizon; lead++) {
      for (const { index: expert, places } of steady) memory[places.at(origin, lead)] = said[expert]![lead - 1]!;
      const row = opinions.at(origin, lead);
      for (let at = 0; at < changing.length; at++) memory[row + at] = said[changing[at]!]![lead - 1]!;
      const expected = mean[lead - 1]!;
      memory[forecasts.at(origin, lead)] = expected;
      intervals.keep(memory, origin, lead, view.slot, expected);
    }
  };

  /** The values of a series of `length` by the number of their step, where the newest has `slot`. */
  const valuesOf = (memory: Memory, length: number, slot: number) => (at: number) =>
    history.back(memory, length, slot - at);

  /**
   * What history holds of the value `inner` of a holiday: what it would have been on an ordinary day. All that is learnt
   * and scored is of ordinary days; the effect is put on what is foreseen.
   */
  const withoutHoliday = (memory: Memory, index: number, slot: number, inner: number): number => {
    const valueAt = valuesOf(memory, index, slot - 1);
    const dayBefore = Math.min(day, horizon);
    if (index - dayBefore >= first) {
      const expected = space.toExperts(memory, memory[forecasts.at(index - dayBefore, dayBefore)]!);
      holidayEffect.learn(memory, valueAt, slot, inner, expected);
    }
    return inner - holidayEffect.at(memory, valueAt, slot);
  };
  const onHoliday = (memory: Memory, length: number, slot: number, lead: number, value: number): number => {
    if (!holidays.isHoliday(slot + lead)) return value;
    const effect = holidayEffect.at(memory, valuesOf(memory, length, slot), slot + lead);
    return space.fromExperts(memory, space.toExperts(memory, value) + effect);
  };

  const take = (memory: Memory, index: number, slot: number, found: number) => {
    const measured = Math.max(-LARGEST, Math.min(LARGEST, found));
    const known = !Number.isNaN(measured);
    const started = index >= first;
    let inner = known ? space.toExperts(memory, measured) : filled(memory, index);
    let value = measured;
    if (known && holidays.isHoliday(slot)) {
      inner = withoutHoliday(memory, index, slot, inner);
      value = space.fromExperts(memory, inner);
    }
    if (known && started) {
      const expected = space.toExperts(memory, memory[forecasts.at(index - 1, 1)]!);
      const { scored, held, returned } = outliers.judge(memory, inner, expected, history.scale(memory));
      if (scored !== inner) value = space.fromExperts(memory, scored);
      for (const [back, earlier] of returned.entries()) history.amend(memory, index, back, earlier);
      inner = held;
      score(memory, index, slot, value);
    }
    history.push(memory, index, inner, known);
    history.look(memory, index + 1, slot, view);
    if (known) {
      follow(memory, index + 1, value);
      if (index >= day + 2) for (const expert of experts) expert.learn?.(view, memory);
    } else value = space.fromExperts(memory, inner);
    if (index % day === 0 || value < memory[smallest]! || value > memory[largest]!) findRange(memory);
  };

  /** A missing value is taken for what was forecast of it, or at first for the value of the day before. */
  const filled = (memory: Memory, index: number): number => {
    if (index >= first) return space.toExperts(memory, memory[forecasts.at(index - 1, 1)]!);
    return index >= day ? view.ring[view.newest - day + 1]! : index > 0 ? view.ring[view.newest]! : 0;
  };

  const foresee: Ensemble['foresee'] = (memory, length, slot) => {
    for (let lead = 1; lead <= horizon; lead++) {
      const expected = memory[forecasts.at(length - 1, lead)]!;
      shown[lead - 1] = onHoliday(memory, length, slot, lead, expected);
      scale[lead - 1] = intervals.kept(memory, length - 1, lead);
    }
    return { mean: shown, scale };
  };

  const far = createFar({
    layout,
    day,
    horizon,
    growth,
    foresee,
    expected: (memory, length, lead) => memory[forecasts.at(length - 1, lead)]!,
    goOn(memory, length, slot, values) {
      for (let lead = 1; lead <= horizon; lead++)
        history.push(memory, length + lead - 1, space.toExperts(memory, values[lead - 1]!), false);
      history.look(memory, length + horizon, slot + horizon, view);
      foretell(memory);
      return mean;
    },
    onHoliday,
    intervals,
  });

  const suppose: Ensemble['suppose'] = (known, length, slot, lead, others) => {
    const memory = others ? known.slice() : known;
    for (const [lag, value] of others ?? []) history.amend(memory, length, lag, space.toExperts(memory, value));
    history.look(memory, length, slot, view);
    foretell(memory);
    const withoutHoliday = mean[lead - 1]!;
    return {
      expected: onHoliday(known, length, slot, lead, withoutHoliday),
      withoutHoliday,
      opinions: experts.map(({ name }, expert) => ({
        expert: name,
        expected: said[expert]![lead - 1]!,
        weight: weighed[expert]![lead - 1]!,
      })),
    };
  };

  return {
    suppose,
    valueBack: (memory, length, lag) => space.fromExperts(memory, history.back(memory, length, lag)),
    before: (memory, length, lead) =>
      lead < horizon && length - 2 >= first - 1 ? memory[forecasts.at(length - 2, lead + 1)]! : Number.NaN,
    foreseeFar: far.foresee,
    ownGrowth: far.ownGrowth,
    foundSeason: (memory) => Math.max(0, ...experts.map(({ season }) => season?.(memory) ?? 0)),
    names: experts.map(({ name }) => name),
    size: layout.size,
    horizon,
    first,
    begin(series, early, slot) {
      const memory = new Float32Array(layout.size);
      space.start(memory, series, early);
      intervals.start(memory);
      for (const expert of experts) expert.start?.(memory);
      for (const [index, value] of early.entries()) take(memory, index, slot - early.length + 1 + index, value);
      weights.start(memory, Math.max(memory[change]!, 1e-30));
      say(memory);
      return memory;
    },
    learn(memory, index, slot, value) {
      far.look(memory, index, slot - 1);
      take(memory, index, slot, value);
      say(memory);
    },
    foresee,
    width: intervals.width,
    scored: intervals.scored,
    opinions: { said, weights: weighed },
  };
}
