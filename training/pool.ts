import { solveRidge, triangle } from '../backend/src/forecast/cholesky.ts';
import { ageOf, FEATURES, fillFeatures, GRAM } from '../backend/src/forecast/experts/direct-ridge.ts';
import type { RidgePrior } from '../backend/src/forecast/priors/priors.ts';
import { isAlive, part, type Segment } from './segments.ts';
import { walk } from './walk.ts';

const FIRST = 48;
const DAY = 24;
const WEEK = 168;
const AGES = 3;
export const RIDGE_LEADS = 6;
const YOUNG = 360;
const LARGEST = 12;
const LARGEST_TARGET = 8;
/** Rows that a set needs before it says anything of an age and lead. */
const FEWEST = 30;
/** Added to the diagonal of the pooled Gram matrix. */
const RIDGE = 0.003;
/** Least error variance that a set may have: no set decides alone. */
const LEAST_NOISE = 0.01;

/** Sums over the rows of one set, for each age and lead. */
export interface Pool {
  series: number;
  readonly sums: readonly { gram: Float64Array; moment: Float64Array; squares: number; count: number }[];
}

export const emptyPool = (): Pool => ({
  series: 0,
  sums: Array.from({ length: AGES * RIDGE_LEADS }, () => ({
    gram: new Float64Array(GRAM),
    moment: new Float64Array(FEATURES),
    squares: 0,
    count: 0,
  })),
});

/** Adds the rows of a segment: those of its old age from the whole, those of youth from parts of it. */
export function addToPool(pool: Pool, segment: Segment, stride: number): void {
  pool.series++;
  if (isAlive(segment)) addRows(pool, segment, 2, 2, stride);
  const step = segment.values.length > 6000 ? 3 * YOUNG : YOUNG;
  for (let from = 0; from + 100 < segment.values.length; from += step) {
    const young = part(segment, from, Math.min(segment.values.length, from + YOUNG));
    if (isAlive(young)) addRows(pool, young, 0, 1, Math.min(2, stride));
  }
}

function addRows(pool: Pool, segment: Segment, youngest: number, oldest: number, stride: number): void {
  const row = new Float64Array(FEATURES);
  walk(segment, { horizon: DAY, first: FIRST }, ({ view, index, inner }) => {
    const age = ageOf(index + 1, WEEK);
    if (age < youngest || age > oldest || index % stride !== 0 || segment.missing[index] || !(view.scale > 0)) return;
    for (let lead = 1; lead <= RIDGE_LEADS && index + lead < inner.length; lead++) {
      if (segment.missing[index + lead]) continue;
      const target = (inner[index + lead]! - view.base[lead]!) * view.inverse;
      if (!(Math.abs(target) < LARGEST_TARGET)) continue;
      fillFeatures(view, lead, row, 0, DAY);
      if (!row.every((value) => Math.abs(value) < LARGEST)) continue;
      const sums = pool.sums[age * RIDGE_LEADS + lead - 1]!;
      let at = 0;
      for (let i = 0; i < FEATURES; i++) {
        for (let j = 0; j <= i; j++, at++) sums.gram[at]! += row[i]! * row[j]!;
        sums.moment[i]! += row[i]! * target;
      }
      sums.squares += target * target;
      sums.count++;
    }
  });
}

/** The prior of the regressions from the pools of some sets: each counts by the root of its number of series over its noise. */
export function ridgePrior(name: string, pools: readonly Pool[]): RidgePrior {
  const gram = new Float32Array(AGES * RIDGE_LEADS * GRAM);
  const moment = new Float32Array(AGES * RIDGE_LEADS * FEATURES);
  for (let place = 0; place < AGES * RIDGE_LEADS; place++) {
    const used = pools.filter(({ sums }) => sums[place]!.count > FEWEST);
    let noise = used.map(() => 1);
    let mean = new Float64Array(GRAM);
    let solution = new Float64Array(FEATURES);
    for (let pass = 0; pass < 3; pass++) {
      mean = new Float64Array(GRAM);
      const right = new Float64Array(FEATURES);
      const importance = used.map(({ series }, index) => Math.sqrt(series) / noise[index]!);
      const all = importance.reduce((sum, value) => sum + value, 0);
      used.forEach(({ sums }, index) => {
        const { gram: own, moment: ownMoment, count } = sums[place]!;
        const share = importance[index]! / all / count;
        for (let at = 0; at < GRAM; at++) mean[at]! += share * own[at]!;
        for (let at = 0; at < FEATURES; at++) right[at]! += share * ownMoment[at]!;
      });
      solution = solveRidge(mean, right, RIDGE, FEATURES, new Float64Array(GRAM)) as Float64Array<ArrayBuffer>;
      noise = used.map(({ sums }) => Math.max(LEAST_NOISE, squaredError(sums[place]!, solution)));
    }
    for (let i = 0; i < FEATURES; i++) mean[triangle(i, i)]! += RIDGE;
    gram.set(mean, place * GRAM);
    // The moment whose solution under this Gram matrix is the pooled one.
    moment.set(times(mean, solution), place * FEATURES);
  }
  return { name, leads: RIDGE_LEADS, gram, moment };
}

const entry = (i: number, j: number) => (i >= j ? triangle(i, j) : triangle(j, i));

function times(gram: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) => vector.reduce((sum, value, j) => sum + gram[entry(i, j)]! * value, 0));
}

function squaredError({ gram, moment, squares, count }: Pool['sums'][number], solution: Float64Array): number {
  const fitted = times(gram, solution);
  let sum = squares;
  for (let i = 0; i < FEATURES; i++) sum += solution[i]! * (fitted[i]! - 2 * moment[i]!);
  return sum / count;
}
