import { probabilityAbove } from './probability';
import { Column, ForecastData } from './types';

/** When and how surely a series is expected to pass a threshold. */
export interface Crossing {
  threshold: number;
  /** The side it comes to lie on. */
  direction: 'above' | 'below';
  /** The first step at which the mean lies beyond the threshold, else the first at which the interval reaches it. */
  time: number;
  /** True when the mean passes the threshold, not only the interval. */
  likely: boolean;
  /** The greatest probability (0–1) of a step from then on; undefined where the forecast gives none. */
  probability: number | undefined;
}

/** Below it, nobody is told: the bound of the wider interval. */
const LEAST_PROBABILITY = 0.025;

/**
 * The next time that a forecast passes a threshold from the side on which the series now lies.
 * @param now epoch milliseconds: steps that begin before it are no forecast
 * @param breach the probability of lying above the threshold at each step, where the source of the data says it
 */
export function expectedCrossing(
  data: ForecastData,
  now: number,
  threshold: number,
  breach?: Column
): Crossing | undefined {
  const { times, columns } = data;
  const first = times.findIndex((time, index) => time >= now && columns.mean[index] !== null);
  if (first < 0) {
    return undefined;
  }
  const current = lastBefore(columns.real, times, now) ?? columns.mean[first] ?? threshold;
  const direction = current <= threshold ? 'above' : 'below';
  const upward = direction === 'above';
  const [inner, outer] = upward ? [columns.upper80, columns.upper95] : [columns.lower80, columns.lower95];
  const firstBeyond = (column: Column) =>
    times.findIndex((_, index) => {
      const value = column[index];
      return index >= first && value !== null && (upward ? value > threshold : value < threshold);
    });
  const passes = firstBeyond(columns.mean);
  const reaches = [passes, firstBeyond(inner), firstBeyond(outer)].find((index) => index >= 0);
  if (reaches === undefined) {
    return undefined;
  }
  let probability: number | undefined;
  for (let index = reaches; index < times.length; index++) {
    const above = breach?.[index] ?? probabilityAbove(data, index, threshold);
    if (above !== undefined) {
      probability = Math.max(probability ?? 0, upward ? above : 1 - above);
    }
  }
  return probability !== undefined && probability < LEAST_PROBABILITY
    ? undefined
    : { threshold, direction, time: times[reaches], likely: passes >= 0, probability };
}

/** The crossing to tell of among several thresholds: a likely one before a possible one, then the soonest. */
export function firstCrossing(crossings: Array<Crossing | undefined>): Crossing | undefined {
  return crossings
    .filter((one) => one !== undefined)
    .sort((one, other) => Number(other.likely) - Number(one.likely) || one.time - other.time)[0];
}

function lastBefore(column: Column, times: number[], now: number): number | undefined {
  const index = times.findLastIndex((time, at) => time <= now && column[at] !== null);
  return column[index] ?? undefined;
}
