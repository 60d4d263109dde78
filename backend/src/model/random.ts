import { normalQuantile } from './normal.ts';

/** Numbers from 0 (included) to 1 (excluded), one after another. */
export type Random = () => number;

/** A well mixed unsigned 32-bit number of whole numbers, taken modulo 2^32 (the finaliser of MurmurHash3). */
export function hash(...parts: readonly number[]): number {
  let mixed = 0x9e3779b9;
  for (const part of parts) {
    mixed = Math.imul(mixed ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}

/** The numbers that belong to a seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A score of the standard normal distribution. */
export const normalScore = (random: Random): number => normalQuantile(random());

/** By how much a normal score is to be stretched to follow Student's distribution with so many degrees of freedom (whole, > 0). */
export function studentSpread(degrees: number, random: Random): number {
  let sum = 0;
  for (let count = 0; count < degrees; count++) sum += normalScore(random) ** 2;
  return Math.sqrt(degrees / sum);
}
