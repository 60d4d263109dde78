import { ForecastData } from './types';

/** Scores of the bounds of the 80 % and 95 % intervals in a double exponential distribution. */
const SCORE_80 = Math.log(5);
const SCORE_95 = Math.log(20);
/** Standard normal deviates of the same. */
const NORMAL_80 = 1.281552;
const NORMAL_95 = 1.959964;

/** The standard deviation that the intervals of a step stand for, of a normal distribution; undefined without one. */
export function deviationAt({ columns }: ForecastData, index: number): number | undefined {
  const width = (lower: number | null, upper: number | null, deviate: number) =>
    lower === null || upper === null ? undefined : (upper - lower) / (2 * deviate);
  return (
    width(columns.lower80[index], columns.upper80[index], NORMAL_80) ??
    width(columns.lower95[index], columns.upper95[index], NORMAL_95)
  );
}

/**
 * The probability (0–1) that the value of a step lies above a threshold, as the service tells it: between the quantiles that
 * are known, and beyond the outer ones, a double exponential distribution whose scores run linearly. Undefined with less than
 * two quantiles.
 */
export function probabilityAbove({ columns }: ForecastData, index: number, threshold: number): number | undefined {
  const known = (
    [
      [columns.lower95[index], -SCORE_95],
      [columns.lower80[index], -SCORE_80],
      [columns.mean[index], 0],
      [columns.upper80[index], SCORE_80],
      [columns.upper95[index], SCORE_95],
    ] as const
  ).flatMap(([value, score]) => (value === null ? [] : [{ value, score }]));
  if (known.length < 2) {
    return undefined;
  }
  const last = known.length - 1;
  if (known[0].value === known[last].value) {
    return threshold < known[0].value ? 1 : 0;
  }
  const above = known.findIndex(({ value }) => value > threshold);
  const upper = above === -1 ? last : Math.max(above, 1);
  const [low, high] = [known[upper - 1], known[upper]];
  if (high.value === low.value) {
    return threshold < low.value ? 1 : 0;
  }
  const share = (threshold - low.value) / (high.value - low.value);
  return 1 - doubleExponential(low.score + share * (high.score - low.score));
}

/** The distribution function of the standard double exponential (Laplace) distribution. */
export function doubleExponential(score: number): number {
  return score > 0 ? 1 - Math.exp(-score) / 2 : Math.exp(score) / 2;
}
