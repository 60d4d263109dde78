import type { Random } from '../../backend/src/model/random.ts';

/** Draws indices with replacement, each in proportion to its number; numbers are not negative and not all 0. */
export function createSampler(probabilities: Float64Array, random: Random): () => number {
  const sums = new Float64Array(probabilities.length);
  let sum = 0;
  for (let index = 0; index < sums.length; index++) {
    sum += probabilities[index]!;
    sums[index] = sum;
  }
  return () => {
    const drawn = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
