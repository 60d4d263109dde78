import { naive, repeatSeason } from './naive.ts';

/** The same hour of the day before (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2). */
export const createSeasonalNaive24 = () => naive('seasonal_naive_24', repeatSeason);
