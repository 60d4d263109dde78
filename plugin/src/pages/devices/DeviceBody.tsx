import { t } from '@grafana/i18n';
import { SceneAppPage, SceneComponentProps, SceneObject, SceneObjectBase, SceneObjectState } from '@grafana/scenes';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import React, { useEffect } from 'react';

import { Answering } from '../ask/Answering';
import { presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DevicesAnswer } from './answers';
import { deviceCharts } from './charts';
import { DeviceFacts } from './DeviceFacts';
import { DeviceSensors } from './DeviceSensors';
import { DEVICES_PATH } from './paths';

interface State extends SceneObjectState {
  device: string;
  /** Made when it is known what the device has. */
  charts?: SceneObject;
}

/** One device: what it is and how it is doing, its neighbours, its charts and incidents. */
export class DeviceBody extends SceneObjectBase<State> {
  static Component = View;
}

function View({ model }: SceneComponentProps<DeviceBody>) {
  const { device: id, charts } = model.useState();
  const uid = presageUid();
  const asked = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const known = asked.answer?.devices.find((one) => one.id === id);
  useEffect(() => {
    if (known && uid && !charts) {
      model.setState({ charts: deviceCharts(known, uid) });
      titlePage(model, known.name);
    }
  }, [known, uid, charts, model]);
  return (
    <Answering of={asked} exists={uid !== undefined}>
      {({ devices }) =>
        known ? (
          <Stack direction="column" gap={2}>
            <DeviceFacts device={known} devices={devices} />
            {charts && <charts.Component model={charts} />}
            <DeviceSensors device={known} />
          </Stack>
        ) : (
          <Alert
            severity="warning"
            title={t('devices.unknown', 'There is no device {{id}}', { id, interpolation: { escapeValue: false } })}
          >
            <p>
              {t(
                'devices.unknown-text',
                'It may have been taken out of the configuration, or the link is of another network.'
              )}
            </p>
            <LinkButton variant="secondary" href={DEVICES_PATH}>
              {t('devices.all', 'All devices')}
            </LinkButton>
          </Alert>
        )
      }
    </Answering>
  );
}

/** Calls the page of this object so. */
function titlePage(model: SceneObject, title: string): void {
  for (let above: SceneObject | undefined = model; above; above = above.parent) {
    if (above instanceof SceneAppPage) {
      above.setState({ title });
      return;
    }
  }
}
