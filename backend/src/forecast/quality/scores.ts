/** Levels of the columns of a forecast, lowest first, and the part of all levels between 0 and 1 that each stands for. */
const LEVELS = [
  { column: 'lower95', level: 0.025, part: 0.0625 },
  { column: 'lower80', level: 0.1, part: 0.2375 },
  { column: 'mean', level: 0.5, part: 0.4 },
  { column: 'upper80', level: 0.9, part: 0.2375 },
  { column: 'upper95', level: 0.975, part: 0.0625 },
] as const;

/** One lead of a forecast. */
export type Quantiles = Readonly<Record<(typeof LEVELS)[number]['column'], number>>;

/**
 * The continuous ranked probability score in the unit of the series, as twice the mean quantile loss. The loss at level τ of
 * a quantile q is τ(y − q) where y ≥ q, else (1 − τ)(q − y); each of the five quantiles stands for the levels nearest to
 * it, and the mean for the median. Of a forecast without width it is the absolute error.
 * F. Laio, S. Tamea, "Verification tools for probabilistic forecasts of continuous hydrological variables", Hydrology and
 * Earth System Sciences 11 (2007), 1267–1277; T. Gneiting, A. E. Raftery, Journal of the American Statistical Association
 * 102 (2007), 359–378.
 */
export function crps(quantiles: Quantiles, real: number): number {
  let sum = 0;
  for (const { column, level, part } of LEVELS) {
    const above = real - quantiles[column];
    sum += 2 * part * (above >= 0 ? level * above : (level - 1) * above);
  }
  return sum;
}

/** 200·|y − ŷ| / (|y| + |ŷ|), percent; 0 where both are 0. S. Makridakis, International Journal of Forecasting 9 (1993), 527–529. */
export function symmetricError(predicted: number, real: number): number {
  const size = Math.abs(predicted) + Math.abs(real);
  return size === 0 ? 0 : (200 * Math.abs(predicted - real)) / size;
}

/**
 * The negative logarithm of a bound on the probability that of `count` independent values as small a part as `within` lies
 * in an interval that holds each with probability `level`: count times the Kullback–Leibler divergence of the two; 0 where
 * the part is large enough. W. Hoeffding, Journal of the American Statistical Association 58 (1963), 13–30, theorem 1.
 */
export function missEvidence(within: number, level: number, count: number): number {
  if (within >= level) return 0;
  const inside = within === 0 ? 0 : within * Math.log(within / level);
  return count * (inside + (1 - within) * Math.log((1 - within) / (1 - level)));
}
