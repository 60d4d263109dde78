import type { Segment } from './segments.ts';

/** Longest mixture, hours. */
const LONGEST = 1100;
const SHORTEST = 200;

/** A number of 0 … 1, the next of a seeded sequence. */
export type Random = () => number;

/** Two segments of one set added up, in phase or shifted by some hours: rhythms that the set does not show by itself. */
export function mixture(first: Segment, second: Segment, random: Random): Segment | undefined {
  const shift = random() < 0.5 ? 0 : Math.floor(random() * 24);
  const room = Math.min(first.values.length, second.values.length - shift);
  if (room < SHORTEST) return undefined;
  const length = Math.min(room, LONGEST);
  const from = Math.floor(random() * (room - length + 1));
  const sizeOf = (values: Float64Array, at: number) => {
    let sum = 0;
    for (let index = at; index < at + length; index++) sum += Math.abs(values[index]!);
    return sum / length;
  };
  const [one, other] = [sizeOf(first.values, from), sizeOf(second.values, from + shift)];
  if (!(one > 0 && other > 0)) return undefined;
  const share = 0.2 + 0.6 * random();
  const values = new Float64Array(length);
  const missing = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const there = from + index;
    values[index] = (share * first.values[there]!) / one + ((1 - share) * second.values[there + shift]!) / other;
    missing[index] = first.missing[there]! | second.missing[there + shift]!;
  }
  return { set: first.set, values, missing };
}

/**
 * A segment with a pattern of two to six hours over it, whose strength changes slowly: what polling and interim accounting
 * leave in counters.
 */
export function withArtefact(segment: Segment, random: Random): Segment | undefined {
  const length = Math.min(segment.values.length, 700);
  if (length < 150) return undefined;
  const from = Math.floor(random() * (segment.values.length - length + 1));
  const period = random() < 0.7 ? 2 : [3, 4, 6][Math.floor(random() * 3)]!;
  const size = 0.05 + random() * random();
  const pattern = Array.from({ length: period }, (_, index) => (period === 2 ? (index ? 1 : -1) : random() * 2 - 1));
  const persistence = 0.8 + 0.199 * random();
  const change = 0.85 * random() * Math.sqrt(1 - persistence ** 2);
  let strength = 1;
  const values = Float64Array.from({ length }, (_, index) => {
    const noise = random() + random() + random() + random() - 2;
    strength = 1 + persistence * (strength - 1) + change * noise;
    return segment.values[from + index]! * Math.exp(size * pattern[index % period]! * strength);
  });
  return { set: segment.set, values, missing: segment.missing.slice(from, from + length) };
}

/** Most segments of a sum, and its length in hours. */
const MOST_ADDED = 21;
const WEEK = 168;

/** Several segments of one set added up, each with its own share: smoother than any of them, as a provider's total is. */
export function sum(segments: readonly Segment[], random: Random): Segment | undefined {
  const pick = () => segments[Math.floor(random() * segments.length)]!;
  const count = 2 + Math.floor(random() * random() * (MOST_ADDED - 1));
  const first = pick();
  const length = Math.min(first.values.length, LONGEST);
  if (length < SHORTEST) return undefined;
  const start = Math.floor(random() * (first.values.length - length + 1));
  const values = new Float64Array(length);
  for (let added = 0; added < count; added++) {
    const next = added === 0 ? first : pick();
    const room = next.values.length - length;
    if (room < 0) continue;
    // Whole weeks apart, so that their weekends meet.
    const phase = start % WEEK;
    if (phase > room) continue;
    const from = added === 0 ? start : phase + Math.floor(random() * (Math.floor((room - phase) / WEEK) + 1)) * WEEK;
    const part = next.values.subarray(from, from + length);
    const size = part.reduce((total, value) => total + Math.abs(value), 0) / length;
    if (!(size > 0)) continue;
    const share = Math.exp(1.5 * (random() + random() - 1)) / size;
    for (let index = 0; index < length; index++) values[index]! += share * part[index]!;
  }
  return { set: first.set, values, missing: first.missing.slice(start, start + length) };
}
