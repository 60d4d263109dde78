import { FORECAST_FIELDS, type Forecast, KEPT_LEADS } from '../../model/forecast.ts';
import type { Series } from '../../model/series.ts';
import { DAY_SUMS, LARGEST, type Memory, NAIVE, pendingAt, SEASON, type Season, sumsAt, WIDTH } from './layout.ts';
import { crps, symmetricError } from './scores.ts';

/** The step of a series in which a time lies. */
export const bucketOf = (time: number, { step }: Pick<Series, 'step'>): number => Math.round(time / step);

/** Where the forecast of a lead for a step waits. */
const slotOf = (lead: number, bucket: number) => pendingAt(lead) + (bucket % KEPT_LEADS[lead]!) * WIDTH;

/** Takes a forecast whose origin is the step `newest`: what of it is to be compared waits for its time. */
export function keepForecast(memory: Memory, forecast: Forecast, newest: number): void {
  for (const [index, lead] of KEPT_LEADS.entries()) {
    if (forecast.mean.length < lead) continue;
    const slot = slotOf(index, newest + lead);
    for (let column = 0; column < WIDTH; column++)
      memory[slot + column] = forecast[FORECAST_FIELDS[column]!][lead - 1]!;
  }
}

/** Compares the value of a step, the first after `newest`, with what was forecast of it, and with the season before. */
export function compare(memory: Memory, season: Season, newest: number, bucket: number, value: number): void {
  if (newest !== Number.NEGATIVE_INFINITY) skip(memory, season, newest, bucket);
  const real = Math.fround(value);
  for (let index = 0; index < KEPT_LEADS.length; index++) {
    const slot = slotOf(index, bucket);
    addForecast(memory, DAY_SUMS + sumsAt(index), slot, real);
    memory[slot] = Number.NaN;
  }
  if (bucket % season.every !== 0) return;
  const slot = seasonSlot(season, bucket);
  const before = memory[slot]!;
  // In the first week, and after a gap a week ago, it is the day before.
  addNaive(memory, Number.isNaN(before) ? memory[seasonSlot(season, bucket - season.day)]! : before, real);
  memory[slot] = Math.abs(real) < LARGEST ? real : Number.NaN;
}

function seasonSlot({ kept, every }: Season, bucket: number): number {
  const index = Math.floor(bucket / every) % kept;
  return SEASON + (index < 0 ? index + kept : index);
}

/** Forgets what waited for steps without a value, and the values of a season before. */
function skip(memory: Memory, season: Season, newest: number, bucket: number): void {
  for (let index = 0; index < KEPT_LEADS.length; index++) {
    for (let left = Math.max(newest + 1, bucket - KEPT_LEADS[index]!); left < bucket; left++) {
      memory[slotOf(index, left)] = Number.NaN;
    }
  }
  const { kept, every } = season;
  for (let left = Math.max(newest + 1, bucket - kept * every); left < bucket; left++) {
    if (left % every === 0) memory[seasonSlot(season, left)] = Number.NaN;
  }
}

function addForecast(memory: Memory, at: number, slot: number, real: number): void {
  const mean = memory[slot]!;
  // Nothing waits for this step.
  if (Number.isNaN(mean)) return;
  const [lower80, upper80] = [memory[slot + 1]!, memory[slot + 2]!];
  const [lower95, upper95] = [memory[slot + 3]!, memory[slot + 4]!];
  const loss = crps({ mean, lower80, upper80, lower95, upper95 }, real);
  const error = Math.abs(mean - real);
  if (!(loss < LARGEST && error < LARGEST)) return;
  memory[at]! += 1;
  memory[at + 1]! += error;
  memory[at + 2]! += symmetricError(mean, real);
  memory[at + 3]! += Number(lower80 <= real && real <= upper80);
  memory[at + 4]! += Number(lower95 <= real && real <= upper95);
  memory[at + 5]! += loss;
}

function addNaive(memory: Memory, before: number, real: number): void {
  const error = Math.abs(before - real);
  if (!(error < LARGEST)) return;
  memory[DAY_SUMS + NAIVE]! += 1;
  memory[DAY_SUMS + NAIVE + 1]! += error;
}
