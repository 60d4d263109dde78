import { readFileSync } from 'node:fs';
import { initSync, MSTL } from '@bsull/augurs/mstl';
import type { Baseline } from './baseline.ts';
import { fitted } from './fitted.ts';

const DAYS = 42;
const DAYS_OF_WEEK = 7;
/** Seasons a decomposition needs to tell a season from chance. */
const SEASONS = 2;

/**
 * The day's and the week's rhythm taken out by loess (MSTL, Bandara, Hyndman and Bergmeir 2021), the rest forecast by
 * exponential smoothing, as augurs does it. The week counts as soon as there are two.
 */
export function createMstl(): Baseline {
  initSync({ module: readFileSync(new URL('mstl_bg.wasm', import.meta.resolve('@bsull/augurs/mstl'))) });
  return fitted('mstl', DAYS, (values, horizon, day) => {
    const week = DAYS_OF_WEEK * day;
    using model = MSTL.ets([day, week].filter((period) => values.length > SEASONS * period));
    model.fit(values);
    return model.predict(horizon).point;
  });
}
