import { readFileSync } from 'node:fs';
import { AutoETS, initSync } from '@bsull/augurs/ets';
import type { Baseline } from './baseline.ts';
import { fitted } from './fitted.ts';

const DAYS = 28;

/**
 * Exponential smoothing with error and trend chosen by AICc (Hyndman and Khandakar 2008), as augurs does it. It has no
 * seasonal models yet: `mstl` takes the seasons out first.
 */
export function createEts(): Baseline {
  initSync({ module: readFileSync(new URL('ets_bg.wasm', import.meta.resolve('@bsull/augurs/ets'))) });
  return fitted('ets', DAYS, (values, horizon) => {
    using model = new AutoETS(1, 'ZZN');
    model.fit(values);
    return model.predict(horizon).point;
  });
}
