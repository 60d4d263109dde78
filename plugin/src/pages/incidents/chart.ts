import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneCSSGridLayout, SceneObject, SceneTimeRange, VizPanel } from '@grafana/scenes';

import { forecastPanel, queryRunner } from '../ask/panels';
import { timeControls } from '../shared/controls';
import { OneIncident } from './answers';
import { rangeAround } from './range';

/** The series in which the incident was seen; whether a device answers, and what it reports of itself, is not forecast. */
export function incidentChart(incident: OneIncident, uid: string): SceneObject {
  const { measurement, field, tags } = incident.series;
  const title = t('incident-pages.series', 'Where it was seen');
  const panel =
    incident.kind === 'device-down' || measurement === 'device_alarm'
      ? new VizPanel({
          ...{ pluginId: 'timeseries', title },
          $data: queryRunner(uid, { kind: 'series', measurement, field, tags }),
        })
      : forecastPanel(title, uid, { measurement, field, tags });
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange(rangeAround(incident)),
    controls: timeControls(),
    body: new SceneCSSGridLayout({ templateColumns: '1fr', autoRows: '360px', children: [panel] }),
  });
}
