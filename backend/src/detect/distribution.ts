import type { Forecast } from '../model/forecast.ts';

/** The columns of a forecast as quantiles of a standard normal variable: 2.5, 10, 50, 90 and 97.5 %. */
const QUANTILES = [
  ['lower95', -1.959964],
  ['lower80', -1.281552],
  ['mean', 0],
  ['upper80', 1.281552],
  ['upper95', 1.959964],
] as const;

/** A point of a distribution function: the value, and the standard normal quantile of its probability. */
type Point = readonly [value: number, quantile: number];

/**
 * The probability that the value at `lead` (1 … horizon) is beyond `threshold`: above it with sign 1, below it with −1.
 * The distribution function goes through the five quantiles, joined by straight lines on normal probability paper, whose
 * outermost lines go on as tails; the mean is taken for the median. Where the width is 0 the value is taken for certain.
 */
export function probabilityBeyond(forecast: Forecast, lead: number, sign: 1 | -1, threshold: number): number {
  const points = QUANTILES.map(([column, quantile]): Point => [sign * forecast[column][lead - 1]!, sign * quantile]);
  if (sign < 0) points.reverse();
  return 1 - normalDistribution(quantileAt(points, sign * threshold));
}

/** The standard normal quantile of P(X ≤ value), of points whose values ascend. */
function quantileAt(points: readonly Point[], value: number): number {
  const above = points.findIndex(([at]) => at > value);
  const upper = above === -1 ? points.length - 1 : Math.max(1, above);
  const [low, lowQuantile] = points[upper - 1]!;
  const [high, highQuantile] = points[upper]!;
  if (high <= low) return above === -1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return lowQuantile + ((value - low) / (high - low)) * (highQuantile - lowQuantile);
}

/** Φ to within 7.5e-8 (Abramowitz and Stegun 1964, 26.2.17). */
function normalDistribution(quantile: number): number {
  if (quantile < 0) return 1 - normalDistribution(-quantile);
  const t = 1 / (1 + 0.2316419 * quantile);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-quantile * quantile) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
