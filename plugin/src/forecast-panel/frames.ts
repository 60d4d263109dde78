import { DataFrame, Field, FieldType } from '@grafana/data';

import { Range, step } from './range';
import { Column, ForecastData, ForecastMeta, Role, ROLES } from './types';

/** True for a frame this panel can draw: a time field and at least real or predicted values, known by name. */
export function isForecastFrame(frame: DataFrame): boolean {
  return timeField(frame) !== undefined && (fieldOf(frame, 'real') ?? fieldOf(frame, 'mean')) !== undefined;
}

/** The columns of a frame; a column that is absent is all null, and so is what is no finite number. */
export function readFrame(frame: DataFrame): ForecastData {
  const times: number[] = [...(timeField(frame)?.values ?? [])];
  const column = (role: Role): Column => {
    const values = fieldOf(frame, role)?.values;
    return times.map((_, index) => {
      const value: unknown = values?.[index];
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    });
  };
  const columns = Object.fromEntries(ROLES.map((role) => [role, column(role)]));
  return { times, columns: columns as Record<Role, Column> };
}

export function fieldOf(frame: DataFrame, role: Role): Field | undefined {
  return frame.fields.find(({ name, type }) => name === role && type === FieldType.number);
}

export function metaOf(frame: DataFrame): ForecastMeta {
  return frame.meta?.custom ?? {};
}

/** The clock of the source of a frame, epoch milliseconds; where it says nothing, the clock here. */
export function nowOf(frame: DataFrame): number {
  return metaOf(frame).now ?? Date.now();
}

/** True when a real or predicted value lies within a range of time. */
export function hasValues({ times, columns }: ForecastData, [from, to]: Range): boolean {
  return times.some(
    (time, index) => time >= from && time <= to && (columns.real[index] !== null || columns.mean[index] !== null)
  );
}

/** The newest real value, and what is predicted for the step that runs at `now`; null where there is none. */
export function latestOf(data: ForecastData, now: number): { real: number | null; predicted: number | null } {
  const { times, columns } = data;
  const running = times.findLastIndex((time) => time <= now && now < time + step(data));
  return {
    real: columns.real.findLast((value) => value !== null) ?? null,
    predicted: columns.mean[running] ?? null,
  };
}

function timeField(frame: DataFrame): Field | undefined {
  return frame.fields.find(({ type }) => type === FieldType.time);
}
