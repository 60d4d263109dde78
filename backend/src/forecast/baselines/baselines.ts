import { createArima } from './arima.ts';
import type { Baseline } from './baseline.ts';
import { createEts } from './ets.ts';
import { createLagRegression } from './lag-regression.ts';
import { createLastValue } from './last-value.ts';
import { createMstl } from './mstl.ts';
import { createSeasonalNaive24 } from './seasonal-naive-24.ts';
import { createSeasonalNaive168 } from './seasonal-naive-168.ts';

/** Those that take no time. */
export const createNaiveBaselines = (): Baseline[] => [
  createSeasonalNaive24(),
  createSeasonalNaive168(),
  createLastValue(),
];

/** Those that are fitted anew to each forecast: up to a fifth of a second. */
export const createFittedBaselines = (): Baseline[] => [
  createLagRegression(),
  createEts(),
  createMstl(),
  createArima(),
];

/** Every method that ours is compared with. */
export const createBaselines = (): Baseline[] => [...createNaiveBaselines(), ...createFittedBaselines()];
