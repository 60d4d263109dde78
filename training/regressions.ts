import { AGES, ageOf } from '../backend/src/forecast/ensemble/age.ts';
import { FEATURES, fillFeatures } from '../backend/src/forecast/experts/regression-features.ts';
import { fillLags, lagsOf } from '../backend/src/forecast/experts/sparse-autoregression.ts';
import { addRow, emptyPool, type Pool } from './pool.ts';
import { isAlive, part, type Segment } from './segments.ts';
import { walk } from './walk.ts';

const FIRST = 48;
const DAY = 24;
const WEEK = 168;
const YOUNG = 360;
const LARGEST = 12;
const LARGEST_TARGET = 8;

/** What one set says of the regressions whose priors are pooled. */
export interface RegressionPools {
  readonly direct: Pool;
  readonly autoregression: Pool;
}

const LAGS = lagsOf(DAY);

export const emptyRegressions = (): RegressionPools => ({
  direct: emptyPool(AGES * DAY, FEATURES),
  autoregression: emptyPool(AGES, LAGS.length + 1),
});

/** Adds the rows of a segment, every `stride`-th origin: those of its old age, and those of youth from parts of it. */
export function addSegment(pools: RegressionPools, segment: Segment, stride: number): void {
  pools.direct.series++;
  pools.autoregression.series++;
  if (isAlive(segment)) addRows(pools, segment, stride, (age) => age === AGES - 1);
  const step = segment.values.length > 6000 ? 3 * YOUNG : YOUNG;
  for (let from = 0; from + 100 < segment.values.length; from += step) {
    const young = part(segment, from, Math.min(segment.values.length, from + YOUNG));
    if (isAlive(young)) addRows(pools, young, Math.min(2, stride), (age) => age < AGES - 1);
  }
}

function addRows(pools: RegressionPools, segment: Segment, stride: number, wanted: (age: number) => boolean): void {
  const features = new Float64Array(FEATURES);
  const lags = new Float64Array(LAGS.length + 1);
  walk(segment, { horizon: DAY, first: FIRST }, ({ view, index, inner }) => {
    const age = ageOf(index + 1, WEEK);
    if (!wanted(age) || index % stride !== 0 || segment.missing[index] || !(view.scale > 0)) return;
    const now = fillLags(view, LAGS, DAY, lags);
    if (Math.abs(now) < LARGEST) addRow(pools.autoregression.sums[age]!, lags, now);
    for (let lead = 1; lead <= DAY && index + lead < inner.length; lead++) {
      if (segment.missing[index + lead]) continue;
      const target = (inner[index + lead]! - view.base[lead]!) * view.inverse;
      if (!(Math.abs(target) < LARGEST_TARGET)) continue;
      fillFeatures(view, lead, features, 0, DAY);
      if (!features.every((value) => Math.abs(value) < LARGEST)) continue;
      addRow(pools.direct.sums[age * DAY + lead - 1]!, features, target);
    }
  });
}
