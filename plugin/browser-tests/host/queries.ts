import {
  applyFieldOverrides,
  CoreApp,
  DataQuery,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceApi,
  dateTime,
  FieldConfigSource,
  getDefaultTimeRange,
  GrafanaTheme2,
  LoadingState,
  PanelData,
  TimeRange,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import { NOW } from './page';
import { SETTINGS } from './runtime';

const HOUR = 3_600_000;

/** The last six hours, as a dashboard would show them. */
export function timeRange(): TimeRange {
  const [start, end] = [dateTime(NOW - 6 * HOUR), dateTime(NOW)];
  return { ...getDefaultTimeRange(), from: start, to: end, raw: { from: start, to: end } };
}

export function requestOf<Q extends DataQuery>(query: Q, range: TimeRange): DataQueryRequest<Q> {
  return {
    app: CoreApp.Dashboard,
    requestId: 'page',
    timezone: 'utc',
    range,
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 800,
    scopedVars: {},
    startTime: Date.now(),
    targets: [{ ...query, datasource: { type: SETTINGS.type, uid: SETTINGS.uid } }],
  };
}

export async function ask<Q extends DataQuery>(source: DataSourceApi<Q>, query: Q, range: TimeRange) {
  return (await lastValueFrom(source.query(requestOf(query, range)) as never)) as DataQueryResponse;
}

/** What a panel gets of an answer. */
export function panelData(
  { data, errors }: DataQueryResponse,
  query: DataQuery,
  range: TimeRange,
  theme: GrafanaTheme2,
  fieldConfig: FieldConfigSource
): PanelData {
  const series = applyFieldOverrides({ data, fieldConfig, theme, replaceVariables: (text) => text, timeZone: 'utc' });
  return {
    state: errors ? LoadingState.Error : LoadingState.Done,
    errors,
    series,
    timeRange: range,
    structureRev: 1,
    request: requestOf(query, range),
  };
}
