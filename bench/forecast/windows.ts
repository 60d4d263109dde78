import { probabilityBeyond } from '../../backend/src/model/distribution.ts';
import { crossing } from '../../backend/src/model/paths.ts';
import { randomOf } from '../../backend/src/model/random.ts';
import type { DataSeries } from '../../training/datasets.ts';
import { PERCENTILES, thresholdOf } from './breach.ts';
import { type Figure, mean } from './figure.ts';
import type { Run } from './ours.ts';

/** Leads of the windows. */
const WINDOWS = [6, 24];
/** Every such origin is asked: a window takes a millisecond. */
const STRIDE = 5;
const BINS = 10;

/** A probability, and 1 where it came true, else 0. */
interface Said {
  readonly said: number;
  readonly seen: number;
}

/**
 * How good the probabilities are that a threshold is crossed within a window: squared error (Brier 1950), beside that of the
 * greatest probability of a single lead, and how far what is said and what is seen are apart.
 */
export function windowFigures(set: string, measured: readonly { series: DataSeries; run: Run }[]): Figure[] {
  return WINDOWS.flatMap((window) => {
    const windows: Said[] = [];
    const singles: Said[] = [];
    for (const { series, run } of measured) {
      for (const percentile of PERCENTILES) {
        const threshold = thresholdOf(series, percentile);
        for (const [origin, forecast] of run) {
          const values = series.values.subarray(origin + 1, origin + 1 + window);
          if (origin % STRIDE > 0 || origin + 1 < series.testFrom || values.length < window) continue;
          if (values.some(Number.isNaN)) continue;
          const seen = Number(values.some((value) => value > threshold));
          const { probability } = crossing(forecast, 1, threshold, 1, window, randomOf(origin));
          windows.push({ said: probability, seen });
          const each = Array.from(values, (_, index) => probabilityBeyond(forecast, index + 1, 1, threshold));
          singles.push({ said: Math.max(...each), seen });
        }
      }
    }
    const name = `${set}.window${window}`;
    return [
      { name: `${name}.brier`, value: brier(windows), unit: 'squared error', reference: brier(singles) },
      { name: `${name}.calibration_error`, value: calibrationError(windows), unit: 'points' },
    ];
  });
}

/** How far what was said and what was seen are apart, in points: mean over tenths of what was said. */
function calibrationError(all: readonly Said[]): number {
  const bins = Map.groupBy(all, ({ said }) => Math.min(BINS - 1, Math.floor(said * BINS)));
  const apart = [...bins.values()].map((bin) => Math.abs(bin.reduce((sum, { said, seen }) => sum + said - seen, 0)));
  return (100 * apart.reduce((sum, each) => sum + each, 0)) / all.length;
}

const brier = (all: readonly Said[]) => mean(all.map(({ said, seen }) => (said - seen) ** 2));
