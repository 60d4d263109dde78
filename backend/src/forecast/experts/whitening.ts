/** Correlation of neighbouring origins' errors at one lead, of a young series. */
const CORRELATION = 0.7;

/**
 * How much of the error before is taken from an error, and of the row before from a row, before a regression of a lead
 * beyond the first learns of them: neighbouring origins err together, and learning from each as if it were alone would
 * believe a day's one cause two dozen times (Cochrane and Orcutt 1949). A series of several weeks has seen enough causes
 * to be taken as it is.
 */
export function errorCorrelation(length: number, week: number): number {
  const young = Math.min(1, week / length);
  return CORRELATION * young * young * young;
}
