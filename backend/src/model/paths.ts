import { probabilityBeyond, quantileAt } from './distribution.ts';
import type { Forecast } from './forecast.ts';
import { normalDistribution, normalQuantile } from './normal.ts';
import type { Random } from './random.ts';

/**
 * What an error carries over from the lead before: with 0.9 the windows of 6 and 24 hours of six networks, and those of two
 * hours of servers, had the least squared error of 0.7 … 0.93 (bench/forecast/windows.ts). Errors at neighbouring leads are
 * correlated less (0.66 … 0.92), but keep longer to their side than such a correlation would have it. Measured of each series
 * by itself, of leads one or six apart, the probabilities were no better.
 */
const CARRIED = 0.9;
const FRESH = Math.sqrt(1 - CARRIED ** 2);
/** Paths by which a window is judged: with them its probability is within 0.01. */
const WINDOW_PATHS = 200;

/**
 * Ways that the values may go from lead 1 to the horizon: `count` paths of one value a lead, in the series' unit and within
 * its bounds. The quantiles of a path are those of a Gaussian first-order autoregression (a Gaussian copula), and at every lead one path lies in each of `count` equally likely parts of the distribution there
 * (N. Packham, W. M. Schmidt, Latin hypercube sampling with dependence, Journal of Computational Finance 13 (2010) 81–111).
 */
export function simulatePaths(forecast: Forecast, count: number, random: Random): number[][] {
  const paths = Array.from({ length: count }, (): number[] => []);
  let scores = stratified(count, random).map(normalQuantile);
  for (let lead = 1; lead <= forecast.mean.length; lead++) {
    if (lead > 1) scores = scores.map((score) => CARRIED * score + FRESH * normalQuantile(random()));
    scores = spread(scores, random);
    for (const [index, path] of paths.entries())
      path.push(quantileAt(forecast, lead, normalDistribution(scores[index]!)));
  }
  return paths;
}

/** A time, epoch milliseconds UTC, and the probability that something happens then. */
export interface Chance {
  readonly time: number;
  readonly probability: number;
}

/**
 * For each of the leads `from` … `to`, both included and within the horizon, the probability that the bucket which starts at
 * the given time is the first one of them whose value is beyond `threshold` (above it with sign 1, below it with −1). It
 * follows the same paths, but each of them always stays short of the threshold and is weighted by how likely that was (the
 * GHK simulator: V. A. Hajivassiliou, D. L. McFadden, Econometrica 66 (1998) 863–896). Together they are neither below the
 * greatest probability of a single lead nor above the sum; of one lead it is exactly probabilityBeyond.
 */
export function firstCrossings(
  forecast: Forecast,
  sign: 1 | -1,
  threshold: number,
  from: number,
  to: number,
  random: Random,
): Chance[] {
  const leads = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const single = leads.map((lead) => probabilityBeyond(forecast, lead, sign, threshold));
  const firsts = firstChances(single, random);
  return leads.map((lead, index) => ({
    time: forecast.origin + lead * forecast.series.step,
    probability: firsts[index]!,
  }));
}

/** The same of consecutive leads, given the probability of each by itself. */
export function firstChances(single: readonly number[], random: Random): number[] {
  const firsts = simulateFirsts(single, random);
  const total = sumOf(firsts);
  const scale = total > 0 ? Math.min(Math.max(total, ...single), sumOf(single), 1) / total : 0;
  return firsts.map((first) => first * scale);
}

/** When a value is beyond a threshold for the first time within a window. Times are starts of buckets, epoch milliseconds UTC. */
export interface WindowCrossing {
  /** That it is beyond in any bucket of the window. */
  readonly probability: number;
  /** Given that it is: the mean time of the first such bucket, and the times it has come by with 10, 50 and 90 %. */
  readonly first: {
    readonly expected: number;
    readonly early: number;
    readonly median: number;
    readonly late: number;
  } | null;
}

/** How likely, and when first, the value is beyond a threshold in a window of leads: a summary of firstCrossings. */
export function crossing(...window: Parameters<typeof firstCrossings>): WindowCrossing {
  const chances = firstCrossings(...window);
  const probability = Math.min(sumOf(chances.map((chance) => chance.probability)), 1);
  if (probability === 0) return { probability, first: null };
  const expected = sumOf(chances.map((chance) => (chance.probability / probability) * chance.time));
  const [early, median, late] = [0.1, 0.5, 0.9].map((part) => timeBy(chances, part * probability));
  return { probability, first: { expected, early: early!, median: median!, late: late! } };
}

/** The first time by which ascending chances together reach a probability; null when they never do. */
export function timeBy(chances: readonly Chance[], probability: number): number | null {
  let sum = 0;
  for (const chance of chances) {
    sum += chance.probability;
    if (sum >= probability) return chance.time;
  }
  return null;
}

/** For each lead the probability that it is the first one beyond, given that of every single lead. */
function simulateFirsts(single: readonly number[], random: Random): number[] {
  let paths = Array.from({ length: WINDOW_PATHS }, () => ({ score: 0, weight: 1 / WINDOW_PATHS }));
  return single.map((probability, index) => {
    const limit = limitOf(probability);
    const [kept, added] = index === 0 ? [0, 1] : [CARRIED, FRESH];
    const choices = stratified(WINDOW_PATHS, random);
    let crossed = 0;
    paths = paths.map(({ score, weight }, path) => {
      const short = normalDistribution((limit - kept * score) / added);
      crossed += weight * (1 - short);
      return { score: kept * score + added * normalQuantile(choices[path]! * short), weight: weight * short };
    });
    return crossed;
  });
}

/** The score above which a value is beyond with this probability. */
function limitOf(probability: number): number {
  if (probability <= 0) return Number.POSITIVE_INFINITY;
  return probability >= 1 ? Number.NEGATIVE_INFINITY : -normalQuantile(probability);
}

/** Numbers from 0 to 1, one in each of `count` equal parts, in random order. */
function stratified(count: number, random: Random): number[] {
  const numbers = Array.from({ length: count }, (_, index) => (index + random()) / count);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!];
  }
  return numbers;
}

/** Scores in the same order, one in each of as many equally likely parts of the normal distribution. */
function spread(scores: readonly number[], random: Random): number[] {
  const ranked = scores.map((_, index) => index).sort((a, b) => scores[a]! - scores[b]!);
  const result = new Array<number>(scores.length);
  for (const [rank, index] of ranked.entries()) result[index] = normalQuantile((rank + random()) / scores.length);
  return result;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
