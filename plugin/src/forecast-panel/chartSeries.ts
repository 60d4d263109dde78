import { DataFrame, Field } from '@grafana/data';
import type { AlignedData } from 'uplot';

import { fieldOf, metaOf, nowOf, readFrame } from './frames';
import { Column, Earlier, EARLIER, ForecastData, IncidentRegion, ROLES } from './types';

/** One series as it is charted. */
export interface ChartSeries {
  name: string;
  frame: DataFrame;
  data: ForecastData;
  /** Has the unit and the other settings of the values. */
  field: Field | undefined;
  now: number;
  learningHours: number;
  incidents: readonly IncidentRegion[];
  threshold: number | undefined;
}

export function chartSeries(frame: DataFrame): ChartSeries {
  const { learningHours = 0, incidents = [], threshold } = metaOf(frame);
  const field = fieldOf(frame, 'real') ?? fieldOf(frame, 'mean');
  return {
    name: field?.config.displayName || frame.name || field?.config.displayNameFromDS || '',
    ...{ frame, data: readFrame(frame), field, now: nowOf(frame), learningHours, incidents, threshold },
  };
}

/** The forecasts made before that any of the series carries. */
export function earlierOf(series: readonly ChartSeries[]): Earlier[] {
  return EARLIER.filter((name) => series.some(({ data }) => data.earlier?.[name]));
}

/**
 * The columns of a plot: for each series its roles, in the order of ROLES, then the earlier forecasts; over all times of
 * all series. A series that has nothing at a time of another is not broken by it: undefined there, and null in a gap.
 */
export function plotColumns(series: readonly ChartSeries[], earlier: readonly Earlier[]): AlignedData {
  const columnsOf = ({ data }: ChartSeries) => [
    ...ROLES.map((role) => data.columns[role]),
    ...earlier.map((name) => data.earlier?.[name] ?? data.times.map(() => null)),
  ];
  const [first] = series;
  if (series.every(({ data }) => sameTimes(data.times, first.data.times))) {
    return [first.data.times, ...series.flatMap(columnsOf)];
  }
  const times = [...new Set(series.flatMap(({ data }) => data.times))].sort((one, other) => one - other);
  const indexOf = new Map(times.map((time, index) => [time, index]));
  const spread = (own: number[], column: Column) => {
    const values: Array<number | null | undefined> = new Array(times.length).fill(undefined);
    own.forEach((time, index) => {
      values[indexOf.get(time)!] = column[index];
    });
    return values;
  };
  return [times, ...series.flatMap((one) => columnsOf(one).map((column) => spread(one.data.times, column)))];
}

function sameTimes(one: number[], other: number[]): boolean {
  return one === other || (one.length === other.length && one.every((time, index) => time === other[index]));
}
