/** Errors of one lead kept for its prediction intervals. */
const WINDOW = 336;
/** With fewer errors of its own, a lead also looks at those of its neighbours. */
const ENOUGH = 40;

/** The newest absolute errors of one lead: in the order they came, and sorted. */
export interface LeadErrors {
  readonly recent: number[];
  readonly sorted: number[];
}

export const emptyErrors = (horizon: number): LeadErrors[] =>
  Array.from({ length: horizon }, () => ({ recent: [], sorted: [] }));

/** Adds an absolute error, and forgets the oldest of a full window. */
export function addError(errors: LeadErrors, error: number): void {
  errors.recent.push(error);
  errors.sorted.splice(place(errors.sorted, error), 0, error);
  if (errors.recent.length <= WINDOW) return;
  const oldest = errors.recent.shift()!;
  errors.sorted.splice(place(errors.sorted, oldest), 1);
}

/**
 * Half the width of the prediction interval of a lead that covers `coverage` (0 … 1): the quantile of past absolute errors
 * of the same lead, with the conformal correction for their number (Vovk et al. 2005): of n errors the ⌈(n+1)·coverage⌉-th,
 * and beyond the largest when there are too few. 0 when nothing is known of any lead.
 */
export function intervalHalfWidth(errors: readonly LeadErrors[], lead: number, coverage: number): number {
  const sorted = sortedNear(errors, lead);
  const count = sorted.length;
  if (count === 0) return 0;
  const rank = Math.ceil((count + 1) * coverage);
  if (rank <= count) return sorted[rank - 1]!;
  // Too few errors to have seen one this rare: widen the largest by how much too few they are.
  return sorted[count - 1]! * (1 + (rank - count) / Math.sqrt(count));
}

/** The errors of a lead, with those of the nearest leads where it has too few of its own. */
function sortedNear(errors: readonly LeadErrors[], lead: number): readonly number[] {
  const own = errors[lead - 1]!.sorted;
  if (own.length >= ENOUGH) return own;
  const pooled = [...own];
  for (let distance = 1; distance < errors.length && pooled.length < ENOUGH; distance++) {
    pooled.push(...(errors[lead - 1 - distance]?.sorted ?? []), ...(errors[lead - 1 + distance]?.sorted ?? []));
  }
  return pooled.sort((a, b) => a - b);
}

function place(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
