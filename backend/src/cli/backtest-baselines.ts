import { PresageError } from '../errors.ts';
import type { Rival } from '../forecast/backtest.ts';
import { createFittedBaselines, createNaiveBaselines } from '../forecast/baselines/baselines.ts';

/** As many forecasts of all fitted baselines take a minute or two. */
const FITTED_ORIGINS = 300;

export interface RivalOptions {
  /** Every how many origins a fitted baseline is asked; chosen when undefined. */
  readonly every: number | undefined;
  /** How many origins there are, of all series together. */
  readonly origins: number;
  /** Steps of a day. */
  readonly day: number;
}

/** The baselines that `--baselines` names: `naive`, `all`, or names with commas between. COMMAND_USAGE names what there is. */
export function rivalsOf(names: string, { every, origins, day }: RivalOptions): Rival[] {
  const naive = createNaiveBaselines().map((baseline) => ({ baseline, every: 1 }));
  if (names === 'naive') return naive;
  const sampled = every ?? strideFor(origins, day);
  const all = [...naive, ...createFittedBaselines().map((baseline) => ({ baseline, every: sampled }))];
  if (names === 'all') return all;
  const wanted = new Set(names.split(',').map((name) => name.trim()));
  const unknown = [...wanted].find((name) => !all.some(({ baseline }) => baseline.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ baseline }) => baseline.name).join(', ');
    throw new PresageError(
      'COMMAND_USAGE',
      `--baselines: found "${unknown}", expected naive, all, or some of ${known}`,
    );
  }
  return all.filter(({ baseline }) => wanted.has(baseline.name));
}

/** Shares no divisor with the day, so that all its hours are seen. */
function strideFor(origins: number, day: number): number {
  let stride = Math.max(1, Math.ceil(origins / FITTED_ORIGINS));
  while (divisor(stride, day) > 1) stride++;
  return stride;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
