import MultivariateLinearRegression from 'ml-regression-multivariate-linear';
import type { Baseline } from './baseline.ts';
import { fitted } from './fitted.ts';

const DAYS = 28;
const DAYS_OF_WEEK = 7;
/** Equations a coefficient has to rest on. */
const ROWS_PER_LAG = 5;

/**
 * Least squares on the values one, two and three steps, a day, a day and a step, and a week before, as the original
 * service did; later leads see the earlier ones in the place of values. The week counts once there is enough of it.
 */
export const createLagRegression = (): Baseline =>
  fitted('lag_regression', DAYS, (values, horizon, day) => {
    const lags = [1, 2, 3, day, day + 1, DAYS_OF_WEEK * day];
    while (values.length - lags.at(-1)! < ROWS_PER_LAG * lags.length && lags.length > 1) lags.pop();
    const known = Array.from(values);
    const rowAt = (index: number) => lags.map((lag) => known[index - lag]!);
    const targets = known.slice(lags.at(-1)!);
    const rows = targets.map((_, index) => rowAt(index + lags.at(-1)!));
    const model = new MultivariateLinearRegression(
      rows,
      targets.map((value) => [value]),
      { statistics: false },
    );
    for (let lead = 1; lead <= horizon; lead++) known.push(model.predict(rowAt(known.length))[0]!);
    return known.slice(values.length);
  });
