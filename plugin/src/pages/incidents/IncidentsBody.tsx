import { t } from '@grafana/i18n';
import {
  SceneComponentProps,
  SceneObjectBase,
  SceneObjectState,
  SceneObjectUrlSyncConfig,
  SceneObjectUrlValues,
  VizPanel,
} from '@grafana/scenes';
import { Stack } from '@grafana/ui';
import React, { useEffect } from 'react';

import { IncidentKind } from '../../datasource/resources';
import { HOUR } from '../../incidents/durations';
import { Answering } from '../ask/Answering';
import { incidentsPanel } from '../ask/panels';
import { kindsUrl, presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DevicesAnswer } from '../devices/answers';
import { FilterBar } from './FilterBar';
import { FILTER_KEYS, filterQuery, Filters, readFilters, writeFilters } from './filters';

interface State extends SceneObjectState {
  filters: Filters;
  panel?: VizPanel;
}

/** The list of incidents; what is chosen is kept in the URL. */
export class IncidentsBody extends SceneObjectBase<State> {
  static Component = View;
  protected _urlSync = new SceneObjectUrlSyncConfig(this, { keys: FILTER_KEYS });

  getUrlState() {
    return writeFilters(this.state.filters);
  }

  updateFromUrl(values: SceneObjectUrlValues) {
    this.setState({ filters: readFilters({ ...this.getUrlState(), ...values }) });
  }

  /** Shows the incidents that are wanted. */
  ask(uid: string) {
    this.setState({
      panel: incidentsPanel(t('incident-pages.title', 'Incidents'), uid, filterQuery(this.state.filters)),
    });
  }
}

function View({ model }: SceneComponentProps<IncidentsBody>) {
  const { filters, panel } = model.useState();
  const uid = presageUid();
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const kinds = useAnswer<IncidentKind[]>(uid && kindsUrl(uid), undefined, HOUR);
  useEffect(() => {
    if (uid) {
      model.ask(uid);
    }
  }, [uid, filters, model]);
  return (
    <Answering of={devices} exists={uid !== undefined}>
      {(answer) => (
        <Stack direction="column" gap={2}>
          <FilterBar
            filters={filters}
            kinds={kinds.answer ?? []}
            devices={answer.devices}
            onChange={(part) => model.setState({ filters: { ...filters, ...part } })}
          />
          <div style={{ height: 'max(480px, 70vh)' }}>{panel && <panel.Component model={panel} />}</div>
        </Stack>
      )}
    </Answering>
  );
}
