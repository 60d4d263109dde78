/** The distribution function of the standard double exponential (Laplace) distribution. */
export const laplaceDistribution = (score: number): number =>
  score > 0 ? 1 - Math.exp(-score) / 2 : Math.exp(score) / 2;

/**
 * Its inverse. Probabilities nearer to 0 or 1 than 1e-15 are taken for that, so that the score is always finite: at most 33.9
 * from 0.
 */
export function laplaceQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-15), 1 - 1e-15);
  return p > 0.5 ? -Math.log(2 * (1 - p)) : Math.log(2 * p);
}
