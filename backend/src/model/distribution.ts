import type { Forecast } from './forecast.ts';
import { normalDistribution, normalQuantile } from './normal.ts';

/** The columns of a forecast and the standard normal scores of their quantiles: 2.5, 10, 50, 90 and 97.5 %. */
const UPWARDS = [
  ['lower95', -1.959964],
  ['lower80', -1.281552],
  ['mean', 0],
  ['upper80', 1.281552],
  ['upper95', 1.959964],
] as const;
/** The same of the value with its sign turned. */
const DOWNWARDS = UPWARDS.map(([column, score]) => [column, -score] as const).toReversed();

/**
 * The probability that the value at `lead` (1 … horizon) is beyond `threshold`: above it with sign 1, below it with −1.
 * The distribution function goes through the five quantiles, joined by straight lines on normal probability paper, whose
 * outermost lines go on as tails up to the bounds of the series, which hold all that would lie beyond them; the mean is
 * taken for the median. Where the width is 0 the value is taken for certain.
 */
export function probabilityBeyond(forecast: Forecast, lead: number, sign: 1 | -1, threshold: number): number {
  const { lowerBound = Number.NEGATIVE_INFINITY, upperBound = Number.POSITIVE_INFINITY } = forecast.series;
  if (sign === 1 ? threshold >= upperBound : threshold <= lowerBound) return 0;
  if (sign === 1 ? threshold < lowerBound : threshold > upperBound) return 1;
  const points = sign === 1 ? UPWARDS : DOWNWARDS;
  const valueAt = (index: number) => sign * forecast[points[index]![0]][lead - 1]!;
  const value = sign * threshold;
  let above = 0;
  while (above < points.length && valueAt(above) <= value) above++;
  const upper = Math.min(Math.max(above, 1), points.length - 1);
  const [low, high] = [valueAt(upper - 1), valueAt(upper)];
  if (high <= low) return above === 0 ? 1 : 0;
  const [lowScore, highScore] = [points[upper - 1]![1], points[upper]![1]];
  return 1 - normalDistribution(lowScore + ((value - low) / (high - low)) * (highScore - lowScore));
}

/**
 * The value at `lead` (1 … horizon) that is not exceeded with `probability` (0 … 1), in the series' unit and within its
 * bounds: the inverse of the same distribution function. Of probabilities nearer to 0 or 1 than 1e-15 it is the value there.
 */
export const quantileAt = (forecast: Forecast, lead: number, probability: number): number =>
  valueAtScore(forecast, lead, normalQuantile(probability));

/** The value at `lead` whose probability of not being exceeded is Φ(score). */
export function valueAtScore(forecast: Forecast, lead: number, score: number): number {
  let upper = 1;
  while (upper < UPWARDS.length - 1 && UPWARDS[upper]![1] < score) upper++;
  const [lowColumn, lowScore] = UPWARDS[upper - 1]!;
  const [highColumn, highScore] = UPWARDS[upper]!;
  const [low, high] = [forecast[lowColumn][lead - 1]!, forecast[highColumn][lead - 1]!];
  const value = low + ((score - lowScore) / (highScore - lowScore)) * (high - low);
  const { lowerBound = Number.NEGATIVE_INFINITY, upperBound = Number.POSITIVE_INFINITY } = forecast.series;
  return Math.min(Math.max(value, lowerBound), upperBound);
}
