/** What the backend answers under api/v1; docs/reference/api.md says what the fields mean. */
export interface SeriesDescription {
  key: string;
  measurement: string;
  tags: Record<string, string>;
  field: string;
  unit: string;
  step: number;
}

export interface SeriesAnswer extends SeriesDescription {
  times: number[];
  values: Array<number | null>;
}

export interface ForecastColumns {
  times: number[];
  mean: Array<number | null>;
  lower80: Array<number | null>;
  upper80: Array<number | null>;
  lower95: Array<number | null>;
  upper95: Array<number | null>;
}

export interface ForecastAnswer {
  series: SeriesDescription;
  learning: number;
  origin: number | null;
  newest: ForecastColumns;
  leads: Record<string, ForecastColumns>;
}

export interface SourceStatus {
  name: string;
  files: number;
  lines: number;
  unreadable: Record<string, number>;
  newest: number | null;
  problem?: string;
}

export interface StatusAnswer {
  version: string;
  network: string;
  zone: string;
  now: number;
  store: { kind: string; available: boolean; waiting: number; problem: string | null };
  sources: SourceStatus[];
}

/** Everything the page shows, as of one moment. */
export interface Snapshot {
  status: StatusAnswer;
  series: SeriesAnswer[];
  forecasts: ForecastAnswer[];
}

const TIMEOUT = 15_000;

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`api/v1/${path}`, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

/** Reads the status, and the hourly series and forecasts of the last `hours`. */
export async function readSnapshot(hours: number): Promise<Snapshot> {
  const status = await get<StatusAnswer>('status');
  const from = Math.round(status.now - hours * 3_600_000);
  const to = Math.round(status.now + 48 * 3_600_000);
  const range = `measurement=radius&from=${from}&to=${to}`;
  const [{ series }, { forecasts }] = await Promise.all([
    get<{ series: SeriesAnswer[] }>(`series?${range}`),
    get<{ forecasts: ForecastAnswer[] }>(`forecasts?${range}`),
  ]);
  return { status, series, forecasts };
}
