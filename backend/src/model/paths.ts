import { probabilityBeyond, valueAtScore } from './distribution.ts';
import type { Forecast } from './forecast.ts';
import { normalDistribution, normalQuantile } from './normal.ts';
import type { Random } from './random.ts';

/** Correlation of the errors at neighbouring leads where a forecast does not tell it. */
const USUAL_PERSISTENCE = 0.9;
/** Paths by which a window is judged: with them its probability is within 0.01. */
const WINDOW_PATHS = 200;

/**
 * Ways that the values may go from lead 1 to the horizon: `count` paths of one value a lead, in the series' unit and within
 * its bounds. The quantiles of a path are those of a Gaussian first-order autoregression with the forecast's persistence (a
 * Gaussian copula), and at every lead one path lies in each of `count` equally likely parts of the distribution there
 * (N. Packham, W. M. Schmidt, Latin hypercube sampling with dependence, Journal of Computational Finance 13 (2010) 81–111).
 */
export function simulatePaths(forecast: Forecast, count: number, random: Random): number[][] {
  const [carried, fresh] = autoregression(forecast);
  const paths = Array.from({ length: count }, (): number[] => []);
  let scores = stratified(count, random).map(normalQuantile);
  for (let lead = 1; lead <= forecast.mean.length; lead++) {
    if (lead > 1) scores = scores.map((score) => carried * score + fresh * normalQuantile(random()));
    scores = spread(scores, random);
    for (const [index, path] of paths.entries()) path.push(valueAtScore(forecast, lead, scores[index]!));
  }
  return paths;
}

/** When a value is beyond a threshold for the first time within a window. Times are starts of buckets, epoch milliseconds UTC. */
export interface WindowCrossing {
  /** That it is beyond in any bucket of the window. */
  readonly probability: number;
  /** Given that it is, of the first such bucket the mean, and what it is not later than with 10, 50 and 90 %; null if never. */
  readonly first: {
    readonly expected: number;
    readonly early: number;
    readonly median: number;
    readonly late: number;
  } | null;
}

/**
 * How likely, and when first, the value is beyond `threshold` (above it with sign 1, below it with −1) at any of the leads
 * `from` … `to`, both included and within the horizon. It follows the same paths, but each of them always stays short of the
 * threshold and is weighted by how likely that was (the GHK simulator: V. A. Hajivassiliou, D. L. McFadden, Econometrica 66
 * (1998) 863–896): the probability of one lead is exactly probabilityBeyond, that of several neither below the greatest nor
 * above the sum.
 */
export function crossing(
  forecast: Forecast,
  sign: 1 | -1,
  threshold: number,
  from: number,
  to: number,
  random: Random,
): WindowCrossing {
  const leads = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const single = leads.map((lead) => probabilityBeyond(forecast, lead, sign, threshold));
  const firsts = firstCrossings(single, forecast, random);
  const total = sumOf(firsts);
  const probability = Math.min(Math.max(total, ...single), sumOf(single), 1);
  if (!(total > 0)) return { probability: 0, first: null };
  const timeOf = (index: number) => forecast.origin + leads[index]! * forecast.series.step;
  const reached = (part: number) => {
    let [index, sum] = [0, firsts[0]!];
    while (sum < part * total && index < firsts.length - 1) sum += firsts[++index]!;
    return timeOf(index);
  };
  const expected = sumOf(firsts.map((share, index) => (share / total) * timeOf(index)));
  return { probability, first: { expected, early: reached(0.1), median: reached(0.5), late: reached(0.9) } };
}

/** For each lead the probability that it is the first one beyond, given that of every single lead. */
function firstCrossings(single: readonly number[], forecast: Forecast, random: Random): number[] {
  const [carried, fresh] = autoregression(forecast);
  let paths = stratified(WINDOW_PATHS, random).map(() => ({ score: 0, weight: 1 / WINDOW_PATHS }));
  return single.map((probability, index) => {
    const limit = limitOf(probability);
    const [kept, added] = index === 0 ? [0, 1] : [carried, fresh];
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

/** What a score carries over from that of the lead before, and what is new in it. */
function autoregression({ persistence = USUAL_PERSISTENCE }: Forecast): [carried: number, fresh: number] {
  const carried = Math.min(Math.max(persistence, 0), 0.999);
  return [carried, Math.sqrt(1 - carried * carried)];
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
