/** Quantile levels of a forecast as standard normal deviates: 2.5 %, 10 %, about 50 %, 90 %, 97.5 %. */
const DEVIATES = [-1.959964, -1.281552, 0, 1.281552, 1.959964];

/**
 * The probability (0–1) that a value lies above or below a threshold, of the quantiles `lower95, lower80, mean, upper80, upper95` of
 * its forecast: between them, and beyond the outer ones, a normal distribution whose deviates run linearly.
 */
export function breachProbability(
  quantiles: readonly number[],
  threshold: number,
  direction: 'above' | 'below' = 'above',
): number {
  const mirrored = () => quantiles.map((quantile) => -quantile).reverse();
  return direction === 'above' ? probabilityAbove(quantiles, threshold) : probabilityAbove(mirrored(), -threshold);
}

function probabilityAbove(quantiles: readonly number[], threshold: number): number {
  if (quantiles.at(-1)! === quantiles[0]!) return threshold < quantiles[0]! ? 1 : 0;
  const above = quantiles.findIndex((quantile) => quantile > threshold);
  const upper = above === -1 ? quantiles.length - 1 : Math.max(above, 1);
  const [low, high] = [quantiles[upper - 1]!, quantiles[upper]!];
  if (high === low) return threshold < low ? 1 : 1 - normal(DEVIATES[upper]!);
  const share = (threshold - low) / (high - low);
  return 1 - normal(DEVIATES[upper - 1]! + share * (DEVIATES[upper]! - DEVIATES[upper - 1]!));
}

/** The standard normal distribution function, Abramowitz and Stegun 26.2.17: off by less than 7.5e-8. */
function normal(deviate: number): number {
  const distance = Math.abs(deviate);
  const t = 1 / (1 + 0.2316419 * distance);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const beyond = (Math.exp(-(distance ** 2) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return deviate > 0 ? 1 - beyond : beyond;
}
