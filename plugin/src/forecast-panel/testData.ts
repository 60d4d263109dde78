import { createDataFrame, DataFrame, FieldType } from '@grafana/data';

import { Column, ForecastData, ForecastMeta, Role, ROLES } from './types';

export const HOUR = 3_600_000;

/** Data with a value an hour from the hour 0 on; what is not given is not known. */
export function hourly(columns: Partial<Record<Role, Column>>): ForecastData {
  const length = Math.max(...Object.values(columns).map((column) => column.length));
  const filled = (column: Column = []) => Array.from({ length }, (_, index) => column[index] ?? null);
  return {
    times: Array.from({ length }, (_, hour) => hour * HOUR),
    columns: Object.fromEntries(ROLES.map((role) => [role, filled(columns[role])])) as Record<Role, Column>,
  };
}

/** A forecast whose mean is given, with intervals of a double exponential distribution whose scale is given. */
export function spreadForecast(mean: number[], scale: number): ForecastData {
  const at = (score: number) => mean.map((value) => value + score * scale);
  return hourly({
    ...{
      mean,
      lower80: at(-Math.log(5)),
      upper80: at(Math.log(5)),
      lower95: at(-Math.log(20)),
      upper95: at(Math.log(20)),
    },
  });
}

/** A frame of number fields over hours. */
export function frameOf(name: string, columns: Record<string, unknown[]>, custom: ForecastMeta = {}): DataFrame {
  const length = Math.max(...Object.values(columns).map((values) => values.length));
  return createDataFrame({
    name,
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, values: Array.from({ length }, (_, hour) => hour * HOUR) },
      ...Object.entries(columns).map(([field, values]) => ({ name: field, type: FieldType.number, values })),
    ],
  });
}
