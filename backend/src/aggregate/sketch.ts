import type { Json } from '../model/contracts/log-state.ts';

/** Largest relative error of a quantile. */
const ERROR = 0.01;
const GAMMA = (1 + ERROR) / (1 - ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Values are held within these, so a sketch has at most 1266 buckets. */
const LEAST = 1e-6;
const MOST = 1e5;

/** How many values lie in each bucket. Two sketches merge by adding these. */
export type Sketch = Map<number, number>;

/**
 * Takes a value into a sketch of which quantiles can be told within 1 %: bucket k holds the values from γ^(k−1), exclusive, to
 * γ^k (Masson, Rim and Lee, DDSketch, PVLDB 12 (2019) 2195–2205). Values below a millionth count as one.
 */
export function sketchValue(sketch: Sketch, value: number): void {
  const bucket = Math.ceil(Math.log(Math.min(MOST, Math.max(LEAST, value))) / LOG_GAMMA);
  sketch.set(bucket, (sketch.get(bucket) ?? 0) + 1);
}

/**
 * The value of which a part `quantile` of the n values, by rank 1 + q(n − 1) rounded down, are no larger; undefined for none.
 */
export function sketchQuantile(sketch: Sketch, quantile: number): number | undefined {
  const rank = Math.floor(1 + quantile * (sketchCount(sketch) - 1));
  let count = 0;
  for (const [bucket, values] of [...sketch].sort(([a], [b]) => a - b)) {
    count += values;
    if (count >= rank) return (2 * GAMMA ** bucket) / (GAMMA + 1);
  }
  return undefined;
}

/** How many values were taken. */
export const sketchCount = (sketch: Sketch): number => [...sketch.values()].reduce((sum, count) => sum + count, 0);

/** A sketch as it is kept in the state: each bucket and its count after it. */
export const packSketch = (sketch: Sketch): Json => [...sketch].flat();

export function unpackSketch(packed: Json): Sketch {
  const numbers = packed as readonly number[];
  return new Map(numbers.flatMap((bucket, index) => (index % 2 === 0 ? [[bucket, numbers[index + 1]!] as const] : [])));
}
