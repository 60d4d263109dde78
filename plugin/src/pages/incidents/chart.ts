import { t } from '@grafana/i18n';
import {
  EmbeddedScene,
  SceneCSSGridLayout,
  SceneObject,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  VizPanel,
} from '@grafana/scenes';

import { HOUR } from '../../incidents/durations';
import { forecastPanel, queryRunner } from '../ask/panels';
import { OneIncident } from './answers';
import { beganAt } from './words';

/** What is shown before an incident began, and after it ended. */
const BEFORE = 6 * HOUR;
const AFTER = 2 * HOUR;

/** The range around an incident; of one that is open, up to now. */
export function rangeAround(incident: OneIncident): { from: string; to: string } {
  const from = new Date(beganAt(incident) - BEFORE).toISOString();
  return { from, to: incident.endedAt === null ? 'now' : new Date(incident.endedAt + AFTER).toISOString() };
}

/** The series in which the incident was seen; whether a device answers is not forecast. */
export function incidentChart(incident: OneIncident, uid: string): SceneObject {
  const { measurement, field, tags } = incident.series;
  const title = t('incident-pages.series', 'Where it was seen');
  const panel =
    incident.kind === 'device-down'
      ? new VizPanel({
          ...{ pluginId: 'timeseries', title },
          $data: queryRunner(uid, { kind: 'series', measurement, field, tags }),
        })
      : forecastPanel(title, uid, { measurement, field, tags });
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange(rangeAround(incident)),
    controls: [new SceneTimePicker({ isOnCanvas: true }), new SceneRefreshPicker({})],
    body: new SceneCSSGridLayout({ templateColumns: '1fr', autoRows: '360px', children: [panel] }),
  });
}
