import type { Calendar } from '../model/calendar.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import type { Ensemble, Foreseen } from './ensemble/ensemble.ts';
import type { Memory } from './ensemble/layout.ts';
import { stepsToTrust } from './trust.ts';

/** A longer silence makes what was learnt before it worthless. */
const LONGEST_GAP_DAYS = 28;
const ROUNDING = 1e-6;

/** Everything known of one series of hours or longer steps. */
export interface LongStepState {
  readonly method: 'long step';
  series: Series;
  /** Values as they came until the first forecast is due; NaN is missing. */
  early: number[];
  /** Start of the newest step, epoch milliseconds UTC, and its number on the clock on the wall. */
  newest: number;
  slot: number;
  /** Values learnt, missing ones too. */
  length: number;
  memory: Memory | undefined;
}

export const newLongStep = (series: Series): LongStepState => ({
  method: 'long step',
  series,
  early: [],
  newest: Number.NaN,
  slot: Number.NaN,
  length: 0,
  memory: undefined,
});

/** Steps that are missing before the intervals can be trusted. */
export function longStepsMissing({ memory, early, length }: LongStepState, ensemble: Ensemble): number {
  const { first, horizon: leads } = ensemble;
  return memory
    ? stepsToTrust({ missing: 0, made: length - first + 1, leads, scored: ensemble.scored(memory) })
    : stepsToTrust({ missing: first - early.length, made: 1, leads, scored: 0 });
}

/**
 * Learns one sample; true when there is a forecast from it. A sample that is not newer than the newest is ignored. Steps in
 * between are missing. Steps are those of the clock on the wall: an hour that is left out counts as missing, and of one that
 * is repeated the first is learnt.
 */
export function observeLongStep(
  state: LongStepState,
  { ensemble, calendar, day }: { ensemble: Ensemble; calendar: Calendar; day: number },
  time: number,
  value: number,
): boolean {
  const { step } = state.series;
  if (Math.round((time - state.newest) / step) < 1) return false;
  const slot = calendar.slotOf(time, step);
  const steps = Number.isNaN(state.slot) ? 1 : slot - state.slot;
  state.newest = time;
  if (steps < 1) return state.memory !== undefined;
  if (steps > LONGEST_GAP_DAYS * day) Object.assign(state, { ...newLongStep(state.series), newest: time });
  else for (let missing = 1; missing < steps; missing++) take(state, ensemble, state.slot + 1, Number.NaN);
  take(state, ensemble, slot, value);
  return state.memory !== undefined;
}

function take(state: LongStepState, ensemble: Ensemble, slot: number, value: number): void {
  state.slot = slot;
  if (state.memory) {
    ensemble.learn(state.memory, state.length++, slot, value);
    return;
  }
  state.early.push(value);
  if (state.early.length < ensemble.first) return;
  state.memory = ensemble.begin(state.series, state.early, slot);
  state.length = state.early.length;
  state.early = [];
}

/** The forecast from the newest value, for `horizon` leads. There has to be one (`observeLongStep`). */
export function longStepForecast(
  state: LongStepState,
  { ensemble, calendar }: { ensemble: Ensemble; calendar: Calendar },
  horizon: number,
): Forecast {
  const { series, newest, slot, length } = state;
  const memory = state.memory!;
  const foreseen: Foreseen =
    horizon <= ensemble.horizon
      ? ensemble.foresee(memory, length, slot)
      : ensemble.foreseeFar(memory, length, slot, horizon);
  const [least, most] = [series.lowerBound ?? -Number.MAX_VALUE, series.upperBound ?? Number.MAX_VALUE];
  const bounded = (value: number) => Math.max(least, Math.min(most, value));
  const column = () => new Array<number>(horizon);
  const mean = column();
  const [lower80, upper80, lower95, upper95] = [column(), column(), column(), column()];
  for (let lead = 1; lead <= horizon; lead++) {
    // Where clocks change, the lead on the wall is another.
    const onWall = calendar.slotOf(newest + lead * series.step, series.step) - slot;
    // The leads of the first horizon are those that are always foreseen, however many are asked for.
    const furthest = lead <= ensemble.horizon ? ensemble.horizon : foreseen.mean.length;
    const place = Math.max(1, Math.min(furthest, onWall));
    const expected = foreseen.mean[place - 1]!;
    const known = Math.min(ensemble.horizon, place);
    const scale = foreseen.scale[place - 1]!;
    // A width of nothing would shut out its own value by rounding.
    const half80 = Math.max(ROUNDING * Math.abs(expected), scale * ensemble.width(memory, known, 0.8));
    const half95 = Math.max(half80, scale * ensemble.width(memory, known, 0.95));
    mean[lead - 1] = bounded(expected);
    lower80[lead - 1] = bounded(expected - half80);
    upper80[lead - 1] = bounded(expected + half80);
    lower95[lead - 1] = bounded(expected - half95);
    upper95[lead - 1] = bounded(expected + half95);
  }
  return { series, origin: newest, mean, lower80, upper80, lower95, upper95 };
}
