import {
  DataSourceApi,
  DataSourceInstanceSettings,
  DataSourceJsonData,
  DataSourcePluginMeta,
  EventBusSrv,
  ScopedVars,
} from '@grafana/data';
import {
  BackendSrvRequest,
  DataSourceSrv,
  FetchResponse,
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setTemplateSrv,
} from '@grafana/runtime';
import { from, Observable } from 'rxjs';

import { ROLE, VARIABLES } from './page';

export const SETTINGS = {
  id: 1,
  uid: 'presage',
  name: 'Presage',
  type: 'presage-netops-datasource',
  access: 'proxy',
  readOnly: false,
  jsonData: {},
  meta: { id: 'presage-netops-datasource', info: {} } as unknown as DataSourcePluginMeta,
} satisfies DataSourceInstanceSettings<DataSourceJsonData>;

/** As much of Grafana as the plugin speaks with: requests go to the server of this page, which asks Presage. */
export function startRuntime(): void {
  setAppEvents(new EventBusSrv());
  setBackendSrv({
    fetch: <T>(request: BackendSrvRequest) => from(ask<T>(request)) as Observable<FetchResponse<T>>,
    get: async (url: string, params?: Record<string, string>) => (await ask({ url, method: 'GET', params })).data,
  } as unknown as Parameters<typeof setBackendSrv>[0]);
  setTemplateSrv({
    getVariables: () =>
      Object.entries(VARIABLES).map(([name, value]) => ({ name, current: { value } })) as unknown as never[],
    replace: (text = '', scoped: ScopedVars = {}, format?: string | ((value: unknown) => string)) =>
      text.replace(/\$\{?(\w+)(?::\w+)?\}?/g, (whole, name: string) => {
        const value: unknown = scoped[name]?.value ?? VARIABLES[name];
        return value === undefined ? whole : typeof format === 'function' ? format(value) : String(value);
      }),
    containsTemplate: (text = '') => text.includes('$'),
    updateTimeRange: () => undefined,
  });
}

/** Makes a data source the one that is found. */
export function knowDataSource(source: DataSourceApi): void {
  setDataSourceSrv({
    get: async () => source,
    getInstanceSettings: () => SETTINGS,
    getList: () => [SETTINGS],
    reload: () => undefined,
  } as unknown as DataSourceSrv);
}

async function ask<T>({ url, method = 'GET', data, params, headers, abortSignal }: BackendSrvRequest) {
  const query = new URLSearchParams(params).toString();
  const answer = await fetch(query ? `${url}?${query}` : url, {
    method,
    headers: { ...headers, 'x-role': ROLE, ...(data === undefined ? {} : { 'content-type': 'application/json' }) },
    body: data === undefined ? null : JSON.stringify(data),
    signal: abortSignal ?? null,
  });
  const text = await answer.text();
  const { ok, status, statusText } = answer;
  const fetched = { ok, status, statusText, data: (text === '' ? {} : JSON.parse(text)) as T, config: { url } };
  if (!ok) {
    throw fetched;
  }
  return fetched as unknown as FetchResponse<T>;
}
