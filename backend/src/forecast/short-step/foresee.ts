import { BACK, LAST, STAY } from './mixture.ts';
import { profileAt } from './profile.ts';
import { FEATURES, revert } from './reversion.ts';
import type { ShortStepState } from './short-step.ts';
import { wildness } from './spread.ts';

/** Intervals grow with the newest errors by so much at most. */
export const LARGEST_GROWTH = 4;
/** Standard deviation of where a ramp leads, as a part of the way: ramps end. */
const RAMP_DOUBT = 0.25;
/** Of the normal distribution: half of the 80 % and the 95 % interval. */
const Z80 = 1.2816;
const Z95 = 1.96;

/** A lead by the checked ones: `part` (0 … 1) of the way from the one at `place` to the next. */
export interface Place {
  readonly place: number;
  readonly part: number;
}

/** The place of a lead (1 … horizon) among the checked ones, which ascend from 1. */
export function placeOf(checked: readonly number[], lead: number): Place {
  let place = 0;
  while (place + 1 < checked.length && lead >= checked[place + 1]!) place++;
  const next = checked[place + 1];
  return { place, part: next === undefined ? 0 : (lead - checked[place]!) / (next - checked[place]!) };
}

interface View {
  readonly said: number;
  readonly weight: number;
}

/** What the mean of a lead is made of, in the unit of the series. */
export interface Views {
  /** What the time of day adds then. */
  readonly rhythm: number;
  /** What each expert expects, and how much it counts among them. */
  readonly back: View;
  readonly stay: View;
  readonly last: View;
  /** Where the ramp leads, and how far that is from where it is now. */
  readonly away: number;
  readonly way: number;
  /** Of the experts without the ramp, and with it. */
  readonly calm: number;
  readonly mean: number;
}

/** The views of `lead` steps after `origin`, the time of the newest value, at its place among the checked leads. */
export function viewsOf(state: ShortStepState, origin: number, lead: number, { place, part }: Place): Views {
  const { origins, mixtures, reversions, ramp, level } = state;
  const slot = (state.steps - 1) % origins.length;
  const next = part > 0 ? place + 1 : place;
  const between = (from: number, to: number) => from + part * (to - from);
  const rhythm = profileAt(state.profile, origin + lead * state.series.step);
  const weight = (expert: number) => between(mixtures[place]!.weights[expert]!, mixtures[next]!.weights[expert]!);
  const reverted = (at: number) => revert(reversions[at]!, origins.deviations, slot * FEATURES);
  const back = { said: level + rhythm + between(reverted(place), reverted(next)), weight: weight(BACK) };
  const stay = { said: origins.near[slot]! + rhythm, weight: weight(STAY) };
  const last = { said: origins.value[slot]!, weight: weight(LAST) };
  const calm = back.weight * back.said + stay.weight * stay.said + last.weight * last.said;
  const way = ramp.slope * Math.min(lead, ramp.lasts);
  const away = rhythm + ramp.level + way;
  return { rhythm, back, stay, last, calm, away, way, mean: calm + ramp.belief * (away - calm) };
}

/** What is expected of the same: the mean, half the widths of the intervals, and the unit of widths at that time. */
export function foresee(state: ShortStepState, origin: number, lead: number, at: Place) {
  const { widths, ramp, spread, growth, series } = state;
  const { mean, way } = viewsOf(state, origin, lead, at);
  const next = at.part > 0 ? at.place + 1 : at.place;
  const between = (from: number, to: number) => from + at.part * (to - from);
  const doubt = RAMP_DOUBT * ramp.belief * Math.abs(way);
  const unit = wildness(spread, origin + lead * series.step);
  const grown = unit * Math.max(1, Math.min(LARGEST_GROWTH, growth));
  return {
    mean,
    half80: Math.hypot(grown * between(widths[at.place]!.half80, widths[next]!.half80), Z80 * doubt),
    half95: Math.hypot(grown * between(widths[at.place]!.half95, widths[next]!.half95), Z95 * doubt),
    unit,
  };
}
