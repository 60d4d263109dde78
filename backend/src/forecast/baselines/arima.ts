import type { Baseline } from './baseline.ts';
import { fitted } from './fitted.ts';
import { quietArima } from './quiet-arima.ts';

const DAYS = 28;
/** The work grows with the cube of the season: a day of half hours would take seconds, one of minutes hours. */
const LONGEST_SEASON = 24;

/**
 * Seasonal ARIMA (1,0,1)(0,1,1) with the day as its season, by exact maximum likelihood (Box and Jenkins 1970). For a day
 * of more than 24 steps the seasonal naive forecast stands in.
 */
export function createArima(): Baseline {
  const ARIMA = quietArima();
  return fitted('arima', DAYS, (values, horizon, day) => {
    if (day > LONGEST_SEASON) throw new RangeError(`a season of ${day} steps is too long to fit`);
    const model = new ARIMA({ p: 1, d: 0, q: 1, P: 0, D: 1, Q: 1, s: day, verbose: false });
    try {
      return model.train(Array.from(values)).predict(horizon)[0];
    } finally {
      model.destroy();
    }
  });
}
