import { SceneComponentProps, SceneObjectBase, SceneObjectState, SceneObjectUrlSyncConfig } from '@grafana/scenes';
import React from 'react';

import { Answering } from '../ask/Answering';
import { presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DEVICE_STATES, DevicesAnswer, DeviceState, LoadsAnswer } from './answers';
import { DeviceList } from './DeviceList';

interface State extends SceneObjectState {
  search: string;
  states: DeviceState[];
}

/** The list of devices; what is looked for is kept in the URL. */
export class DevicesBody extends SceneObjectBase<State> {
  static Component = View;
  protected _urlSync = new SceneObjectUrlSyncConfig(this, { keys: ['search', 'state'] });

  getUrlState() {
    const { search, states } = this.state;
    return { search: search || undefined, state: states.length === 0 ? undefined : states };
  }

  updateFromUrl({ search, state }: { search?: string | string[] | null; state?: string | string[] | null }) {
    const wanted = [state ?? []].flat();
    this.setState({
      search: [search ?? ''].flat()[0] ?? '',
      states: DEVICE_STATES.filter((one) => wanted.includes(one)),
    });
  }
}

function View({ model }: SceneComponentProps<DevicesBody>) {
  const { search, states } = model.useState();
  const uid = presageUid();
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const loads = useAnswer<LoadsAnswer>(uid && resourceUrl(uid, 'devices/loads'));
  return (
    <Answering of={devices} exists={uid !== undefined}>
      {(answer) => (
        <DeviceList
          devices={answer.devices}
          loads={loads.answer?.loads ?? []}
          search={search}
          states={states}
          onSearch={(wanted) => model.setState({ search: wanted })}
          onStates={(wanted) => model.setState({ states: wanted })}
        />
      )}
    </Answering>
  );
}
