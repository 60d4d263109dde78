import type { Forecast } from '../../model/forecast.ts';
import type { Series } from '../../model/series.ts';
import { stepsOfDay } from '../steps.ts';
import { stepsToTrust } from '../trust.ts';
import { foresee, LARGEST_GROWTH, placeOf } from './foresee.ts';
import { BACK, emptyMixture, LAST, learnErrors, type MixtureState, STAY } from './mixture.ts';
import { emptyOrigins, forget, type Origins } from './origins.ts';
import { emptyProfile, learnProfile, type ProfileState, profileAt } from './profile.ts';
import { findRamp, meanOfNewest, NO_RAMP, type Ramp } from './ramp.ts';
import { emptyReversion, FEATURES, learnReversion, type ReversionState, revert } from './reversion.ts';
import { learnSpread, leastSpread, newSpread, ordinary, type SpreadState, wildness } from './spread.ts';
import { emptyWidth, learnWidth, type WidthState } from './width.ts';

/** Days of history before the first forecast: two show what a day's rhythm is. */
const DAYS_BEFORE_FIRST = 2;
/** A longer silence makes what was learnt before it worthless. */
const LONGEST_GAP_DAYS = 28;
/** Leads at which forecasts are scored; the others lie between. */
const CHECKED_LEADS = [1, 3, 6, 12, 24];
/** Newest residuals kept: three hours of five minutes. */
const RECENT = 36;
/** Residuals in the means that a reversion and the nearest level look at. */
const HALF_HOUR = 6;
const NEAR = 3;
/** Steps over which the level is averaged. */
const LEVEL_STEPS = 72;
/** Steps over which the newest errors are averaged, to see that errors have just grown. */
const GROWTH_STEPS = 6;
/** Values beyond count as this; no unit of ours comes near it. */
const LARGEST = 1e30;
const ROUNDING = 1e-12;

/**
 * Everything known of one series of steps below an hour, plain data of about 12 KB. A value is taken apart into the time
 * of day's part (profile) and the rest (residual), which strays around a slow level.
 */
export interface ShortStepState {
  readonly method: 'short step';
  series: Series;
  readonly horizon: number;
  /** Values as they came until the first forecast is due; NaN is missing. */
  early: number[];
  /** Start of the newest step, epoch milliseconds UTC. */
  newest: number;
  started: boolean;
  /** Steps since the start. */
  steps: number;
  readonly profile: ProfileState;
  /** The newest residuals, newest first. */
  readonly recent: Float64Array;
  level: number;
  spread: SpreadState;
  ramp: Ramp;
  /** What was known and said at the newest origins, at each checked lead. */
  readonly origins: Origins;
  readonly checked: readonly number[];
  readonly reversions: ReversionState[];
  readonly mixtures: MixtureState[];
  readonly widths: WidthState[];
  /** The newest errors at the first leads beside the usual ones. */
  growth: number;
}

export function newShortStep(series: Series, horizon: number): ShortStepState {
  const checked = [...CHECKED_LEADS.filter((lead) => lead < horizon), horizon];
  return {
    method: 'short step',
    series,
    horizon,
    early: [],
    newest: Number.NaN,
    started: false,
    steps: 0,
    profile: emptyProfile(stepsOfDay(series)),
    recent: new Float64Array(RECENT).fill(Number.NaN),
    level: 0,
    spread: newSpread(0, 0),
    ramp: NO_RAMP,
    origins: emptyOrigins(horizon, checked.length),
    checked,
    reversions: checked.map(emptyReversion),
    mixtures: checked.map(emptyMixture),
    widths: checked.map(emptyWidth),
    growth: 1,
  };
}

/** Steps that are missing before the intervals can be trusted: the forecasts of the second day count, though nobody saw them. */
export function shortStepsMissing(state: ShortStepState): number {
  const { started, steps, horizon: leads, widths, profile } = state;
  return started
    ? stepsToTrust({ missing: 0, made: steps, leads, scored: widths.at(-1)!.seen })
    : stepsToTrust({
        missing: stepsToFirst(state),
        made: profile.day,
        leads,
        scored: Math.max(0, profile.day - leads),
      });
}

const stepsToFirst = ({ early, profile }: ShortStepState) => DAYS_BEFORE_FIRST * profile.day - early.length;

/**
 * Learns one sample; true when there is a forecast from it. A sample that is not newer than the newest is ignored. Steps in
 * between are missing.
 */
export function observeShortStep(state: ShortStepState, time: number, value: number): boolean {
  const { step } = state.series;
  if (Number.isNaN(state.newest)) state.newest = time - step;
  const steps = Math.round((time - state.newest) / step);
  if (steps < 1) return false;
  const longest = (state.started ? LONGEST_GAP_DAYS : 1) * state.profile.day;
  if (steps > longest) Object.assign(state, newShortStep(state.series, state.horizon));
  else for (let missing = 1; missing < steps; missing++) take(state, state.newest + missing * step, Number.NaN);
  state.newest = time;
  take(state, time, Math.max(-LARGEST, Math.min(LARGEST, value)));
  return state.started;
}

function take(state: ShortStepState, time: number, value: number): void {
  if (state.started) {
    advance(state, time, value);
    return;
  }
  state.early.push(value);
  if (stepsToFirst(state) === 0) start(state, time);
}

/** Begins with the rhythm of the first day, and goes through the second as if it came now. */
function start(state: ShortStepState, newest: number): void {
  const { early, profile, series } = state;
  const timeOf = (index: number) => newest - (early.length - 1 - index) * series.step;
  const known = early.filter((value) => !Number.isNaN(value));
  state.started = true;
  state.level = known.reduce((sum, value) => sum + value / known.length, 0);
  for (let index = 0; index < profile.day; index++) {
    const deviation = early[index]! - state.level;
    if (!Number.isNaN(deviation)) learnProfile(profile, timeOf(index), deviation, LARGEST, 1);
  }
  state.spread = newSpread(meanChange(early, profile.day), meanChange(early, 1));
  for (let index = profile.day; index < early.length; index++) advance(state, timeOf(index), early[index]!);
  state.early = [];
}

/** Mean absolute difference to the value `lag` steps before. */
function meanChange(values: readonly number[], lag: number): number {
  let sum = 0;
  let found = 0;
  for (let index = lag; index < values.length; index++) {
    const change = Math.abs(values[index]! - values[index - lag]!);
    if (Number.isNaN(change)) continue;
    sum += change;
    found++;
  }
  return found === 0 ? 0 : sum / found;
}

/** Scores the forecasts of this step, learns its value, and keeps the forecasts from it. */
function advance(state: ShortStepState, time: number, value: number): void {
  const { recent, spread, origins, checked } = state;
  const index = state.steps++;
  const before = recent[0]!;
  recent.copyWithin(1, 0);
  recent[0] = Number.NaN;
  if (Number.isNaN(value)) {
    forget(origins, index);
    return;
  }
  const residual = value - profileAt(state.profile, time);
  const least = leastSpread(value);
  score(state, index, value, residual, least);
  // What a fault does must neither become the rule nor count as its usual spread.
  const weight = 1 - state.ramp.belief;
  const deviation = Math.abs(residual - state.level);
  learnSpread(spread, { time, deviation, change: Math.abs(residual - before), weight, least });
  learnProfile(state.profile, time, value - state.level, ordinary(spread, least), weight);
  state.level += (residual - state.level) / LEVEL_STEPS;
  recent[0] = residual;
  const wild = wildness(spread, time);
  state.ramp = findRamp(recent, Math.max(wild * spread.deviation, least), Math.max(wild * spread.noise, least));

  const slot = index % origins.length;
  origins.value[slot] = value;
  origins.level[slot] = state.level;
  origins.near[slot] = meanOfNewest(recent, NEAR);
  origins.deviations.set(
    [residual, meanOfNewest(recent, HALF_HOUR), meanOfNewest(recent, RECENT)].map((mean) => mean - state.level),
    slot * FEATURES,
  );
  for (let place = 0; place < checked.length; place++) {
    const said = foresee(state, time, checked[place]!, { place, part: 0 });
    const at = slot * checked.length + place;
    origins.mean[at] = said.mean;
    origins.half80[at] = said.half80;
    origins.half95[at] = said.half95;
    origins.unit[at] = said.unit;
  }
}

/** Learns how good the forecasts were that earlier origins made of this value. */
function score(state: ShortStepState, index: number, value: number, residual: number, least: number): void {
  const { checked, origins, widths, spread } = state;
  for (let place = 0; place < checked.length && checked[place]! <= index; place++) {
    const slot = (index - checked[place]!) % origins.length;
    const at = slot * checked.length + place;
    if (Number.isNaN(origins.mean[at]!)) continue;
    const width = widths[place]!;
    const error = Math.abs(value - origins.mean[at]!);
    const unit = origins.unit[at]!;
    if (place < 2 && width.seen > 0) {
      const grown = error / unit / Math.max(width.error, least);
      state.growth += (Math.min(grown, 2 * LARGEST_GROWTH) - state.growth) / GROWTH_STEPS;
    }
    learnWidth(width, error, { half80: origins.half80[at]!, half95: origins.half95[at]!, unit });

    const mixture = state.mixtures[place]!;
    const reversion = state.reversions[place]!;
    const deviation = residual - origins.level[slot]!;
    learnErrors(mixture, {
      [BACK]: Math.abs(deviation - revert(reversion, origins.deviations, slot * FEATURES)),
      [STAY]: Math.abs(residual - origins.near[slot]!),
      [LAST]: Math.abs(value - origins.value[slot]!),
    });
    learnReversion(reversion, origins.deviations, slot * FEATURES, deviation, Math.max(spread.deviation, least));
  }
}

/** The forecast from the newest value, for `horizon` leads, at most and usually its own. There has to be one (`observeShortStep`). */
export function shortStepForecast(state: ShortStepState, horizon = state.horizon): Forecast {
  const { series, checked } = state;
  const bounded = (value: number) =>
    Math.max(series.lowerBound ?? -Number.MAX_VALUE, Math.min(series.upperBound ?? Number.MAX_VALUE, value));
  const column = () => new Array<number>(horizon);
  const mean = column();
  const [lower80, upper80, lower95, upper95] = [column(), column(), column(), column()];
  for (let lead = 1; lead <= horizon; lead++) {
    const said = foresee(state, state.newest, lead, placeOf(checked, lead));
    // A width of nothing would shut out its own value by rounding.
    const half80 = Math.max(ROUNDING * Math.abs(said.mean), said.half80);
    const half95 = Math.max(half80, said.half95);
    mean[lead - 1] = bounded(said.mean);
    lower80[lead - 1] = bounded(said.mean - half80);
    upper80[lead - 1] = bounded(said.mean + half80);
    lower95[lead - 1] = bounded(said.mean - half95);
    upper95[lead - 1] = bounded(said.mean + half95);
  }
  return { series, origin: state.newest, mean, lower80, upper80, lower95, upper95 };
}
