import { SceneComponentProps, SceneObjectBase, SceneObjectState, VizPanel } from '@grafana/scenes';
import { Stack } from '@grafana/ui';
import React, { useEffect } from 'react';

import { Answering } from '../ask/Answering';
import { healthUrl, presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DevicesAnswer } from '../devices/answers';
import { IncidentsAnswer } from '../incidents/answers';
import { Health, Status } from '../status/answers';
import { unhealthy } from '../status/StatusView';
import { SubscriberAnomalies } from './anomalies';
import { DeviceStrip } from './DeviceStrip';
import { DoubtAlert } from './DoubtAlert';
import { radiusPanel } from './radiusPanel';
import { situationOf } from './situation';
import { SituationView } from './SituationView';
import { SubscriberList } from './SubscriberList';
import { doubtOf } from './trust';

interface State extends SceneObjectState {
  /** The RADIUS series; made when the data source is known. */
  radius?: VizPanel;
}

/** What is broken, what will break and what to do; then the devices, RADIUS as it is against what was forecast, and subscribers who stood out. */
export class OverviewBody extends SceneObjectBase<State> {
  static Component = View;
}

function View({ model }: SceneComponentProps<OverviewBody>) {
  const { radius } = model.useState();
  const uid = presageUid();
  const incidents = useAnswer<IncidentsAnswer>(uid && resourceUrl(uid, 'incidents?state=open'));
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const status = useAnswer<Status>(uid && resourceUrl(uid, 'status'));
  // Answered with a problem, and then not shown, where there are no lists.
  const anomalies = useAnswer<SubscriberAnomalies>(uid && resourceUrl(uid, 'subscribers/anomalies?limit=10'));
  const health = useAnswer<Health>(uid && healthUrl(uid), unhealthy);
  useEffect(() => {
    if (uid && !radius) {
      model.setState({ radius: radiusPanel(uid) });
    }
  }, [uid, radius, model]);
  const doubt = doubtOf(health);
  return (
    <Stack direction="column" gap={2} flex="1 1 0" minWidth={0}>
      {typeof doubt === 'object' && <DoubtAlert doubt={doubt} />}
      <Answering of={incidents} exists={uid !== undefined}>
        {(answer) => (
          <SituationView
            situation={situationOf(answer.incidents)}
            devices={devices.answer?.devices ?? []}
            now={status.answer?.now}
            trusted={doubt === undefined && incidents.problem === undefined}
          />
        )}
      </Answering>
      {devices.answer && <DeviceStrip devices={devices.answer.devices} />}
      {radius && (
        <div style={{ height: 'max(920px, 80vh)' }}>
          <radius.Component model={radius} />
        </div>
      )}
      {anomalies.answer && <SubscriberList {...anomalies.answer} />}
    </Stack>
  );
}
