import forecasts from '../fixtures/forecasts.json';
import series from '../fixtures/series.json';
import status from '../fixtures/status.json';
import { readFrame } from '../src/forecast-panel/frames';
import { ForecastAnswer, SeriesAnswer, StatusAnswer } from './api';
import { forecastFrame } from './forecastFrame';

/** The backend's tests hold its answers against the same files. */
describe('the answers of the backend', () => {
  const typedStatus: StatusAnswer = status;
  const typedSeries: SeriesAnswer[] = series.series;
  const typedForecasts: ForecastAnswer[] = forecasts.forecasts;

  it('become a chart with a past and a future', () => {
    const [one] = typedSeries;
    const [forecast] = typedForecasts;
    expect(forecast.series.key).toBe(one.key);
    const { times, columns } = readFrame(forecastFrame('Failed', one, forecast, typedStatus.now));
    const latest = columns.real.findLastIndex((value) => value !== null);
    expect(times[latest]).toBe(forecast.origin);
    expect(columns.mean[latest]).not.toBeNull();
    expect(columns.mean.slice(latest + 1).every((value) => value !== null)).toBe(true);
    expect(times.length - 1 - latest).toBe(24);
  });
});
