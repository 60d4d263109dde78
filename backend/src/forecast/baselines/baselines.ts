import { createArima } from './arima.ts';
import type { Baseline } from './baseline.ts';
import { createEts } from './ets.ts';
import { createLagRegression } from './lag-regression.ts';
import { createLastValue } from './last-value.ts';
import { createMstl } from './mstl.ts';
import { createSeasonalNaive24 } from './seasonal-naive-24.ts';
import { createSeasonalNaive168 } from './seasonal-naive-168.ts';

/** Every method that ours is compared with; the later ones need up to a fifth of a second a forecast. */
export const createBaselines = (): Baseline[] => [
  createSeasonalNaive24(),
  createSeasonalNaive168(),
  createLastValue(),
  createLagRegression(),
  createEts(),
  createMstl(),
  createArima(),
];
