import { ask, ForecastAnswer, SeriesAnswer, StatusAnswer } from './api';
import { HOUR } from '../src/incidents/durations';

/** The hourly series of the logs, as of one moment. */
export interface Snapshot {
  status: StatusAnswer;
  series: SeriesAnswer[];
  forecasts: ForecastAnswer[];
}

/** Reads the status, and the hourly series and forecasts of the last `hours`. */
export async function readSnapshot(hours: number): Promise<Snapshot> {
  const status = await ask<StatusAnswer>('status');
  const from = Math.round(status.now - hours * HOUR);
  const to = Math.round(status.now + 48 * HOUR);
  const range = `measurement=radius&from=${from}&to=${to}`;
  const [{ series }, { forecasts }] = await Promise.all([
    ask<{ series: SeriesAnswer[] }>(`series?${range}`),
    ask<{ forecasts: ForecastAnswer[] }>(`forecasts?${range}`),
  ]);
  return { status, series, forecasts };
}
