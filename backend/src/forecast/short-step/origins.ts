import { FEATURES } from './reversion.ts';

/**
 * What was known and said at the newest origins: a ring of `length` of them, each scored when its targets come. Columns hold
 * one number an origin, `deviations` FEATURES, and the last four one for each of `leads` checked leads; NaN is missing.
 */
export interface Origins {
  readonly length: number;
  readonly leads: number;
  readonly value: Float64Array;
  readonly level: Float64Array;
  /** Mean of the newest residuals. */
  readonly near: Float64Array;
  /** The features of the reversion. */
  readonly deviations: Float64Array;
  readonly mean: Float64Array;
  readonly half80: Float64Array;
  readonly half95: Float64Array;
  readonly unit: Float64Array;
}

export function emptyOrigins(length: number, leads: number): Origins {
  const column = (width: number) => new Float64Array(length * width).fill(Number.NaN);
  return {
    length,
    leads,
    value: column(1),
    level: column(1),
    near: column(1),
    deviations: column(FEATURES),
    mean: column(leads),
    half80: column(leads),
    half95: column(leads),
    unit: column(leads),
  };
}

/** Marks the origin of a missing value: nothing was said. */
export function forget({ length, leads, mean }: Origins, index: number): void {
  const slot = index % length;
  mean.fill(Number.NaN, slot * leads, (slot + 1) * leads);
}
