import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneTimeRange } from '@grafana/scenes';

import { timeControls } from '../shared/controls';
import { DeviceBody } from './DeviceBody';
import { DevicesBody } from './DevicesBody';
import { devicePath, DEVICES_PATH } from './paths';

/** The list of devices, and a page of each. */
export function devicesPage(): SceneAppPage {
  return new SceneAppPage({
    title: t('devices.title', 'Devices'),
    subTitle: t('devices.subtitle', 'How each device is doing, why, and where its load goes'),
    url: DEVICES_PATH,
    routePath: 'devices/*',
    getScene: () => new EmbeddedScene({ body: new DevicesBody({ search: '', states: [] }) }),
    drilldowns: [
      {
        routePath: ':id/*',
        getPage: ({ params }, parent) => {
          const { id } = params;
          return new SceneAppPage({
            title: id,
            url: devicePath(id),
            routePath: ':id/*',
            getParentPage: () => parent,
            controls: timeControls(),
            $timeRange: new SceneTimeRange({ from: 'now-6h', to: 'now' }),
            getScene: () => new EmbeddedScene({ body: new DeviceBody({ device: id }) }),
          });
        },
      },
    ],
  });
}
