import { naive, repeatSeason } from './naive.ts';

const DAYS_OF_WEEK = 7;

/** The same hour of the week before; of the day before while there is no whole week. */
export const createSeasonalNaive168 = () =>
  naive('seasonal_naive_168', (values, horizon, day) =>
    repeatSeason(values, horizon, values.length < DAYS_OF_WEEK * day ? day : DAYS_OF_WEEK * day),
  );
