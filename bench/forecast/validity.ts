import { FORECAST_FIELDS, type Forecast } from '../../backend/src/model/forecast.ts';
import type { Figure } from './figure.ts';

/** How many numbers of forecasts are not finite, or outside of what their series declares. There may be none. */
export function invalidFigure(part: string, forecasts: Iterable<Forecast>): Figure {
  let invalid = 0;
  for (const forecast of forecasts) {
    const { lowerBound = -Number.MAX_VALUE, upperBound = Number.MAX_VALUE } = forecast.series;
    for (const field of FORECAST_FIELDS) {
      for (const value of forecast[field]) if (!(value >= lowerBound && value <= upperBound)) invalid++;
    }
  }
  return { name: `${part}.invalid`, value: invalid, unit: 'numbers', bar: 0 };
}
