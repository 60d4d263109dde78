import { createDataFrame, DataFrame, FieldType } from '@grafana/data';

import { ForecastMeta, Role, ROLES } from '../src/forecast-panel/types';
import { ForecastAnswer, ForecastColumns, SeriesAnswer } from './api';
import { UNITS } from './units';

type Row = Record<Role, number | null>;

const emptyRow = (): Row => ({ real: null, mean: null, lower80: null, upper80: null, lower95: null, upper95: null });

/**
 * One series as a frame of the forecast panel: its real values, the predictions one step ahead for the past, and the newest
 * whole forecast from the step after its origin on. Every step in between has a row, so a gap stays a gap.
 */
export function forecastFrame(
  title: string,
  series: SeriesAnswer,
  forecast: ForecastAnswer | undefined,
  now: number,
  marks: Pick<ForecastMeta, 'incidents' | 'threshold'> = {}
): DataFrame {
  const rows = new Map<number, Row>();
  const rowAt = (time: number) => {
    const row = rows.get(time) ?? emptyRow();
    rows.set(time, row);
    return row;
  };
  series.times.forEach((time, index) => {
    rowAt(time).real = series.values[index];
  });
  const addColumns = (columns: ForecastColumns | undefined, from: number, to: number) => {
    columns?.times.forEach((time, index) => {
      if (time < from || time > to) {
        return;
      }
      for (const role of ROLES) {
        if (role !== 'real') {
          rowAt(time)[role] = columns[role][index];
        }
      }
    });
  };
  const origin = forecast?.origin ?? Number.POSITIVE_INFINITY;
  addColumns(forecast?.leads['1'], Number.NEGATIVE_INFINITY, origin);
  addColumns(forecast?.newest, origin + 1, Number.POSITIVE_INFINITY);

  const times = everyStep([...rows.keys()], series.step);
  const column = (role: Role) => times.map((time) => rows.get(time)?.[role] ?? null);
  const config = { unit: UNITS[series.unit] ?? 'short' };
  return createDataFrame({
    name: title,
    refId: series.field,
    meta: { custom: { now, learningHours: forecast?.learning ?? 0, ...marks } },
    fields: [
      { name: 'time', type: FieldType.time, values: times, config: {} },
      ...(['real', 'mean', 'lower80', 'upper80', 'lower95', 'upper95'] as const).map((role) => ({
        name: role,
        type: FieldType.number,
        values: column(role),
        config,
      })),
    ],
  });
}

function everyStep(times: number[], step: number): number[] {
  if (times.length === 0) {
    return [];
  }
  const first = Math.min(...times);
  const count = Math.round((Math.max(...times) - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => first + index * step);
}
