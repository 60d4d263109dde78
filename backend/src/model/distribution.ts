import type { Forecast } from './forecast.ts';
import { laplaceDistribution, laplaceQuantile } from './laplace.ts';

/** The columns of a forecast and the scores of their quantiles, 2.5, 10, 50, 90 and 97.5 %, in a double exponential distribution. */
const UPWARDS = [
  ['lower95', -Math.log(20)],
  ['lower80', -Math.log(5)],
  ['mean', 0],
  ['upper80', Math.log(5)],
  ['upper95', Math.log(20)],
] as const;

/**
 * The probability that the value at `lead` (1 … horizon) is beyond `threshold`: above it with sign 1, below it with −1.
 * The distribution function goes through the five quantiles; between them the probability beyond falls exponentially, as in a
 * double exponential (Laplace) distribution, whose outermost parts go on as tails up to the bounds of the series, which hold all
 * that would lie beyond them; the mean is taken for the median. Errors of forecasts have more small and more great ones than a
 * normal distribution: with that the probabilities of six networks were less true in each (bench/forecast/breach.ts). Where the
 * width is 0 the value is taken for certain.
 */
export function probabilityBeyond(forecast: Forecast, lead: number, sign: 1 | -1, threshold: number): number {
  const { lowerBound = Number.NEGATIVE_INFINITY, upperBound = Number.POSITIVE_INFINITY } = forecast.series;
  if (sign === 1 ? threshold >= upperBound : threshold <= lowerBound) return 0;
  if (sign === 1 ? threshold < lowerBound : threshold > upperBound) return 1;
  const quantiles = UPWARDS.map(([column]) => forecast[column][lead - 1]!);
  return sign === 1 ? probabilityAbove(quantiles, threshold) : probabilityBelow(quantiles, threshold);
}

/**
 * The same by the quantiles alone, `lower95, lower80, mean, upper80, upper95`, without bounds: the probability that the value
 * is above a threshold.
 */
export function probabilityAbove(quantiles: readonly number[], threshold: number): number {
  let above = 0;
  while (above < quantiles.length && quantiles[above]! <= threshold) above++;
  const upper = Math.min(Math.max(above, 1), quantiles.length - 1);
  const [low, high] = [quantiles[upper - 1]!, quantiles[upper]!];
  if (high <= low) return above === 0 ? 1 : 0;
  const [lowScore, highScore] = [UPWARDS[upper - 1]![1], UPWARDS[upper]![1]];
  return 1 - laplaceDistribution(lowScore + ((threshold - low) / (high - low)) * (highScore - lowScore));
}

/** The probability that the value is below a threshold. */
export const probabilityBelow = (quantiles: readonly number[], threshold: number): number =>
  probabilityAbove(quantiles.map((quantile) => -quantile).reverse(), -threshold);

/**
 * The value at `lead` (1 … horizon) that is not exceeded with `probability` (0 … 1), in the series' unit and within its
 * bounds: the inverse of the same distribution function. Of probabilities nearer to 0 or 1 than 1e-15 it is the value there.
 */
export function quantileAt(forecast: Forecast, lead: number, probability: number): number {
  const score = laplaceQuantile(probability);
  let upper = 1;
  while (upper < UPWARDS.length - 1 && UPWARDS[upper]![1] < score) upper++;
  const [lowColumn, lowScore] = UPWARDS[upper - 1]!;
  const [highColumn, highScore] = UPWARDS[upper]!;
  const [low, high] = [forecast[lowColumn][lead - 1]!, forecast[highColumn][lead - 1]!];
  const value = low + ((score - lowScore) / (highScore - lowScore)) * (high - low);
  const { lowerBound = Number.NEGATIVE_INFINITY, upperBound = Number.POSITIVE_INFINITY } = forecast.series;
  return Math.min(Math.max(value, lowerBound), upperBound);
}
