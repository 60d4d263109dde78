import type { Forecast } from '../model/forecast.ts';

/** The columns of a forecast as quantiles of a standard normal variable: 2.5, 10, 50, 90 and 97.5 %. */
const UPWARDS = [
  ['lower95', -1.959964],
  ['lower80', -1.281552],
  ['mean', 0],
  ['upper80', 1.281552],
  ['upper95', 1.959964],
] as const;
/** The same of the value with its sign turned. */
const DOWNWARDS = UPWARDS.map(([column, quantile]) => [column, -quantile] as const).toReversed();

/**
 * The probability that the value at `lead` (1 … horizon) is beyond `threshold`: above it with sign 1, below it with −1.
 * The distribution function goes through the five quantiles, joined by straight lines on normal probability paper, whose
 * outermost lines go on as tails; the mean is taken for the median. Where the width is 0 the value is taken for certain.
 */
export function probabilityBeyond(forecast: Forecast, lead: number, sign: 1 | -1, threshold: number): number {
  const points = sign === 1 ? UPWARDS : DOWNWARDS;
  const valueAt = (index: number) => sign * forecast[points[index]![0]][lead - 1]!;
  const value = sign * threshold;
  let above = 0;
  while (above < points.length && valueAt(above) <= value) above++;
  const upper = Math.min(Math.max(above, 1), points.length - 1);
  const [low, high] = [valueAt(upper - 1), valueAt(upper)];
  if (high <= low) return above === 0 ? 1 : 0;
  const [lowQuantile, highQuantile] = [points[upper - 1]![1], points[upper]![1]];
  return 1 - normalDistribution(lowQuantile + ((value - low) / (high - low)) * (highQuantile - lowQuantile));
}

/** Φ to within 7.5e-8 (Abramowitz and Stegun 1964, 26.2.17). */
function normalDistribution(quantile: number): number {
  if (quantile < 0) return 1 - normalDistribution(-quantile);
  const t = 1 / (1 + 0.2316419 * quantile);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-quantile * quantile) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
