import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { SceneComponentProps, SceneObject, SceneObjectBase, SceneObjectState } from '@grafana/scenes';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

import { ActionBar } from '../../incidents-panel/ActionBar';
import { ActionRequest, IncidentAnswer, operate } from '../../incidents-panel/backend';
import { Answering } from '../ask/Answering';
import { presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DevicesAnswer } from '../devices/answers';
import { ROUTES } from '../shared/routes';
import { Status } from '../status/answers';
import { OneAnswer, RootIncident, UNKNOWN, unknown } from './answers';
import { incidentChart } from './chart';
import { IncidentFacts } from './IncidentFacts';
import { IncidentHistory } from './IncidentHistory';

interface State extends SceneObjectState {
  incident: string;
  /** Made when it is known which series the incident was seen in. */
  chart?: SceneObject;
}

/** One incident: what it is, its series, what happened to it, and what operators do about it. */
export class IncidentBody extends SceneObjectBase<State> {
  static Component = View;
}

function View({ model }: SceneComponentProps<IncidentBody>) {
  const { incident: id, chart } = model.useState();
  const uid = presageUid();
  const path = `incidents/${encodeURIComponent(id)}`;
  const asked = useAnswer<OneAnswer | typeof UNKNOWN>(uid && resourceUrl(uid, path), unknown);
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const status = useAnswer<Status>(uid && resourceUrl(uid, 'status'));
  const { current, act, busy, problem } = useOperating(uid, asked.answer);
  useEffect(() => {
    if (current && uid && !chart) {
      model.setState({ chart: incidentChart(current, uid) });
    }
  }, [current, uid, chart, model]);
  const now = status.answer?.now;
  const mayOperate = config.bootData.user.orgRole !== 'Viewer';
  return (
    <Answering of={asked} exists={uid !== undefined}>
      {() =>
        current && uid ? (
          <Stack direction="column" gap={2}>
            <IncidentFacts incident={current} devices={devices.answer?.devices ?? []} now={now ?? current.changedAt} />
            {mayOperate && now !== undefined && (
              <ActionBar states={[current.operator.state]} busy={busy} now={() => now} onAct={act} />
            )}
            {problem !== undefined && <Alert severity="error" title={problem} />}
            {chart && <chart.Component model={chart} />}
            <IncidentHistory uid={uid} id={id} changedAt={current.changedAt} />
          </Stack>
        ) : (
          <Unknown id={id} />
        )
      }
    </Answering>
  );
}

function Unknown({ id }: { id: string }) {
  return (
    <Alert
      severity="warning"
      title={t('incident-pages.unknown', 'There is no incident {{id}}', { id, interpolation: { escapeValue: false } })}
    >
      <p>
        {t(
          'incident-pages.unknown-text',
          'It may be older than what Presage keeps, or the link is of another network.'
        )}
      </p>
      <LinkButton variant="secondary" href={ROUTES.incidents}>
        {t('incident-pages.all', 'All incidents')}
      </LinkButton>
    </Alert>
  );
}

/** Lets operators act, and shows the incident as it has become before the next answer brings it. */
function useOperating(uid: string | undefined, answer: OneAnswer | typeof UNKNOWN | undefined) {
  const [operated, setOperated] = useState<IncidentAnswer>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const answered = typeof answer === 'object' ? answer.incident : undefined;
  const newer = answered && operated && operated.changedAt > answered.changedAt;
  const current: RootIncident | undefined = newer ? { ...answered, ...operated } : answered;
  /** Resolves to whether it was done. */
  const act = async (request: ActionRequest): Promise<boolean> => {
    if (!uid || !answered) {
      return false;
    }
    setBusy(true);
    try {
      setOperated(await operate(uid, answered.id, request));
      setProblem(undefined);
      return true;
    } catch (error) {
      setProblem(String((error as Error).message));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { current, act, busy, problem };
}
