import { SceneQueryRunner, VizPanel } from '@grafana/scenes';

import { PresageQuery, QUERY_VERSION } from '../../datasource/types';

const DATA_SOURCE = 'presage-netops-datasource';

/** Asks the data source of this uid, as the time range and variables around it say. */
export function queryRunner(uid: string, query: Omit<PresageQuery, 'refId'>): SceneQueryRunner {
  const datasource = { type: DATA_SOURCE, uid };
  return new SceneQueryRunner({ datasource, queries: [{ refId: 'A', version: QUERY_VERSION, datasource, ...query }] });
}

/** Real against predicted, in the forecast panel. */
export function forecastPanel(
  title: string,
  uid: string,
  query: Omit<PresageQuery, 'refId' | 'kind'>,
  description?: string
): VizPanel {
  return new VizPanel({
    pluginId: 'presage-forecast-panel',
    title,
    ...(description === undefined ? {} : { description }),
    options: {},
    fieldConfig: { defaults: {}, overrides: [] },
    $data: queryRunner(uid, { kind: 'realAndPredicted', ...query }),
  });
}

/** The incidents of a page, in the incidents panel. */
export function incidentsPanel(title: string, uid: string, query: Omit<PresageQuery, 'refId' | 'kind'>): VizPanel {
  return new VizPanel({
    // A panel made anew keeps its number, under which the URL keeps what a reader has chosen in it.
    key: 'panel-1',
    pluginId: 'presage-incidents-panel',
    title,
    options: { pageSize: 10 },
    fieldConfig: { defaults: {}, overrides: [] },
    $data: queryRunner(uid, { kind: 'incidents', format: 'table', ...query }),
  });
}
