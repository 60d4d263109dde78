import { DataFrame, Field, FieldType } from '@grafana/data';

import { Range, step } from './range';
import { Column, Earlier, EARLIER, ForecastData, ForecastMeta, Role, ROLES, Direction } from './types';

/** What other sources call the columns; also after a colon, as in `sessions:predicted`. */
const ALIASES: Partial<Record<Role, readonly string[]>> = {
  real: ['actual', 'value'],
  mean: ['predicted', 'yhat'],
  lower80: ['yhat_lower'],
  upper80: ['yhat_upper'],
};

/** True for a frame this panel can draw: a time field and at least real or predicted values, known by name. */
export function isForecastFrame(frame: DataFrame): boolean {
  return timeField(frame) !== undefined && (named(frame, 'real') ?? fieldOf(frame, 'mean')) !== undefined;
}

/** The columns of a frame; a column that is absent is all null, and so is what is no finite number. */
export function readFrame(frame: DataFrame): ForecastData {
  const times: number[] = [...(timeField(frame)?.values ?? [])];
  const columns = Object.fromEntries(ROLES.map((role) => [role, columnOf(fieldOf(frame, role), times.length)]));
  const earlier = EARLIER.flatMap((name) => {
    const field = named(frame, name);
    return field ? [[name, columnOf(field, times.length)]] : [];
  });
  const breach = named(frame, 'breach');
  const { direction = 'above' } = metaOf(frame);
  return {
    times,
    columns: columns as Record<Role, Column>,
    ...(earlier.length > 0 ? { earlier: Object.fromEntries(earlier) } : {}),
    ...(breach ? { breach: aboveOf(columnOf(breach, times.length), direction), direction } : {}),
  };
}

/** The probability of lying above, of one of a breach to a side. */
const aboveOf = (breach: Column, direction: Direction): Column =>
  direction === 'above' ? breach : breach.map((value) => (value === null ? null : 1 - value));

/** The field of a role. What others call `value` counts only beside a prediction, as any series has such a field. */
export function fieldOf(frame: DataFrame, role: Role): Field | undefined {
  const exact = named(frame, role);
  if (exact || (role === 'real' && !fieldOf(frame, 'mean'))) {
    return exact;
  }
  for (const alias of ALIASES[role] ?? []) {
    const field = named(frame, alias);
    if (field) {
      return field;
    }
  }
  return undefined;
}

function named(frame: DataFrame, wanted: Role | Earlier | string): Field | undefined {
  return frame.fields.find(
    ({ name, type }) => type === FieldType.number && (name === wanted || name.endsWith(`:${wanted}`))
  );
}

function columnOf(field: Field | undefined, length: number): Column {
  const column: Column = new Array(length).fill(null);
  for (let index = 0; field && index < length; index++) {
    const value: unknown = field.values[index];
    if (typeof value === 'number' && Number.isFinite(value)) {
      column[index] = value;
    }
  }
  return column;
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

/** The time of the newest real value where it is older than three steps before now; undefined while it is not, or there is none. */
export function staleSince({ times, columns }: ForecastData, now: number): number | undefined {
  const newest = times[columns.real.findLastIndex((value) => value !== null)];
  const length = step({ times, columns });
  return newest !== undefined && length > 0 && newest < now - 3 * length ? newest : undefined;
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
