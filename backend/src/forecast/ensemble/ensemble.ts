import type { Series } from '../../model/series.ts';
import type { Expert } from '../experts/contract.ts';
import { EXPERTS } from '../experts/experts.ts';
import type { Priors } from '../priors/priors.ts';
import { createIntervals } from './intervals.ts';
import { createLayout, type Memory, takePending } from './layout.ts';
import { createSpace } from './space.ts';
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
  /** What is foreseen from the newest value. Valid until the next call of anything. */
  foresee(memory: Memory): Foreseen;
  width(memory: Memory, lead: number, coverage: number): number;
  /** What each expert says, and weighs, at each lead: `[expert][lead - 1]`, of the series asked last. */
  readonly opinions: { readonly said: readonly Float64Array[]; readonly weights: readonly Float64Array[] };
}

export function createEnsemble({
  day,
  horizon,
  priors,
}: {
  day: number;
  horizon: number;
  priors: Priors | undefined;
}): Ensemble {
  const layout = createLayout();
  const first = DAYS_BEFORE_FIRST * day;
  const space = createSpace(layout);
  const history = createHistory(layout, day, horizon, first);
  const setting = { layout, day, horizon, first, priors };
  const experts: readonly Expert[] = EXPERTS.flatMap((kind) => kind(setting));
  const weights = createWeights(layout, experts, horizon, priors?.losses);
  const intervals = createIntervals(layout, day, horizon);
  const opinions = experts.map(() => takePending(layout, horizon));
  const forecasts = takePending(layout, horizon);
  const change = layout.take(1);
  const [smallest, largest] = [layout.take(1), layout.take(1)];
  const view = createView(horizon);
  const said = experts.map(() => new Float64Array(horizon));
  const weighed = experts.map(() => new Float64Array(horizon));
  const share = new Float64Array(experts.length);
  const mean = new Float64Array(horizon);
  const scale = new Float64Array(horizon);

  const score = (memory: Memory, index: number, slot: number, value: number) => {
    for (let lead = 1; lead <= horizon && index - lead >= first - 1; lead++) {
      const origin = index - lead;
      for (let expert = 0; expert < experts.length; expert++) {
        const opinion = memory[opinions[expert]!.at(origin, lead)]!;
        weights.learn(memory, expert, lead, Math.abs(value - opinion));
      }
      intervals.learn(memory, origin, lead, slot, memory[forecasts.at(origin, lead)]!, value);
    }
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

  const say = (memory: Memory) => {
    const origin = view.length - 1;
    const [low, high] = [memory[smallest]!, memory[largest]!];
    const [least, most] = [low - (high - low), high + (high - low)];
    for (let expert = 0; expert < experts.length; expert++) {
      const own = experts[expert]!;
      const out = said[expert]!;
      own.forecast(view, memory, out);
      for (let lead = 1; lead <= horizon; lead++) {
        const value = lead <= own.reach ? space.fromExperts(memory, out[lead - 1]!) : 0;
        out[lead - 1] = Math.max(least, Math.min(most, value));
        memory[opinions[expert]!.at(origin, lead)] = out[lead - 1]!;
      }
    }
    for (const expert of experts) expert.keep?.(view, memory);
    for (let lead = 1; lead <= horizon; lead++) {
      weights.at(memory, lead, share);
      let sum = 0;
      for (let expert = 0; expert < experts.length; expert++) {
        weighed[expert]![lead - 1] = share[expert]!;
        sum += share[expert]! * said[expert]![lead - 1]!;
      }
      mean[lead - 1] = sum;
      memory[forecasts.at(origin, lead)] = sum;
      scale[lead - 1] = intervals.keep(memory, origin, lead, view.slot, sum);
    }
  };

  const take = (memory: Memory, index: number, slot: number, value: number) => {
    const known = !Number.isNaN(value);
    const started = index >= first;
    if (known && started) score(memory, index, slot, value);
    const inner = known ? space.toExperts(memory, value) : filled(memory, index);
    history.push(memory, index, inner, known);
    history.look(memory, index + 1, slot, view);
    if (known) follow(memory, index + 1, value);
    if (known) for (const expert of experts) if (started || index >= day + 2) expert.learn?.(view, memory);
    const value2 = known ? value : space.fromExperts(memory, inner);
    if (index % day === 0 || value2 < memory[smallest]! || value2 > memory[largest]!) findRange(memory);
  };

  /** A missing value is taken for what was forecast of it, or at first for the value of the day before. */
  const filled = (memory: Memory, index: number): number => {
    if (index >= first) return space.toExperts(memory, memory[forecasts.at(index - 1, 1)]!);
    return index >= day ? view.ring[view.newest - day + 1]! : index > 0 ? view.ring[view.newest]! : 0;
  };

  return {
    names: experts.map(({ name }) => name),
    size: layout.size,
    horizon,
    first,
    begin(series, early, slot) {
      const memory = new Float32Array(layout.size);
      space.start(memory, series, early);
      intervals.start(memory);
      for (const expert of experts) expert.start?.(memory);
      early.forEach((value, index) => take(memory, index, slot - early.length + 1 + index, value));
      weights.start(memory, Math.max(memory[change]!, 1e-30));
      say(memory);
      return memory;
    },
    learn(memory, index, slot, value) {
      take(memory, index, slot, value);
      say(memory);
    },
    foresee: () => ({ mean, scale }),
    width: intervals.width,
    opinions: { said, weights: weighed },
  };
}
