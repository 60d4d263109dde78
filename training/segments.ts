import type { DataSeries } from './datasets.ts';

/** Longest run of missing values that is filled. */
const LONGEST_GAP = 5;
const SHORTEST = 110;
const WEEK = 168;

/** A stretch of a series without long gaps: the gaps are filled, and marked. */
export interface Segment {
  readonly set: string;
  readonly values: Float64Array;
  readonly missing: Uint8Array;
}

/** The stretches of a series between its long gaps, of 110 values and more. */
export function segmentsOf({ set, values }: DataSeries): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  while (from < values.length) {
    while (from < values.length && Number.isNaN(values[from]!)) from++;
    let to = from;
    let known = from;
    while (to < values.length && to - known <= LONGEST_GAP + 1) {
      if (!Number.isNaN(values[to]!)) known = to;
      to++;
    }
    if (known - from + 1 >= SHORTEST) segments.push(filled(set, values.slice(from, known + 1)));
    from = Math.max(to, from + 1);
  }
  return segments;
}

/** Missing values become those of a week before, or of a day, or the one before. */
function filled(set: string, values: Float64Array): Segment {
  const missing = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 1 : 0));
  for (let index = 0; index < values.length; index++) {
    if (!missing[index]) continue;
    const lag = index >= WEEK ? WEEK : index >= 24 ? 24 : 1;
    values[index] = values[index - lag]!;
  }
  return { set, values, missing };
}

/** A part of a segment. */
export function part({ set, values, missing }: Segment, from: number, to: number): Segment {
  return { set, values: values.slice(from, to), missing: missing.slice(from, to) };
}

/** True where a part has something to learn: values that change. */
export function isAlive({ values, missing }: Segment): boolean {
  let changes = 0;
  let known = 0;
  for (let index = 24; index < values.length; index++) {
    if (missing[index]) continue;
    known++;
    if (values[index] !== values[index - 24]) changes++;
  }
  return known > 48 && changes > known / 3;
}
