import { ForecastData } from './types';

/** Standard normal deviates of the bounds of the 80 % and 95 % intervals. */
const DEVIATE_80 = 1.281552;
const DEVIATE_95 = 1.959964;

/** The standard deviation that the intervals of a step stand for, of a normal distribution; undefined without one. */
export function deviationAt({ columns }: ForecastData, index: number): number | undefined {
  const width = (lower: number | null, upper: number | null, deviate: number) =>
    lower === null || upper === null ? undefined : (upper - lower) / (2 * deviate);
  return (
    width(columns.lower80[index], columns.upper80[index], DEVIATE_80) ??
    width(columns.lower95[index], columns.upper95[index], DEVIATE_95)
  );
}

/**
 * The probability (0–1) that the value of a step lies above a threshold: between the quantiles that are known, and beyond
 * the outer ones, a normal distribution whose deviates run linearly. Undefined with less than two quantiles.
 */
export function probabilityAbove({ columns }: ForecastData, index: number, threshold: number): number | undefined {
  const known = (
    [
      [columns.lower95[index], -DEVIATE_95],
      [columns.lower80[index], -DEVIATE_80],
      [columns.mean[index], 0],
      [columns.upper80[index], DEVIATE_80],
      [columns.upper95[index], DEVIATE_95],
    ] as const
  ).flatMap(([value, deviate]) => (value === null ? [] : [{ value, deviate }]));
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
    return threshold < low.value ? 1 : 1 - normal(high.deviate);
  }
  const share = (threshold - low.value) / (high.value - low.value);
  return 1 - normal(low.deviate + share * (high.deviate - low.deviate));
}

/** The standard normal distribution function, Abramowitz and Stegun 26.2.17: off by less than 7.5e-8. */
export function normal(deviate: number): number {
  const distance = Math.abs(deviate);
  const t = 1 / (1 + 0.2316419 * distance);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const beyond = (Math.exp(-(distance ** 2) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return deviate > 0 ? 1 - beyond : beyond;
}
