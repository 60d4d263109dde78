import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Stack, Text } from '@grafana/ui';
import React from 'react';

import { HOUR } from '../../incidents/durations';
import app from '../../plugin.json';
import { Answering } from '../ask/Answering';
import { healthUrl, presageUid, resourceUrl, useAnswer } from '../ask/useAnswer';
import { DevicesAnswer } from '../devices/answers';
import { Health, SourcesAnswer, Status } from './answers';
import { CheckList } from './CheckList';
import { checksOf } from './checks';
import { Configuration } from './Configuration';
import { SourceList } from './SourceList';

/** How Presage is doing from Grafana's side to the devices, and what is configured where. */
export function StatusView() {
  const uid = presageUid();
  const settings = useAnswer<{ info: { version: string } }>(`/api/plugins/${app.id}/settings`, undefined, HOUR);
  const status = useAnswer<Status>(uid && resourceUrl(uid, 'status'));
  const health = useAnswer<Health>(uid && healthUrl(uid), unhealthy);
  const sources = useAnswer<SourcesAnswer>(uid && resourceUrl(uid, 'sources'));
  const devices = useAnswer<DevicesAnswer>(uid && resourceUrl(uid, 'devices'));
  const admin = config.bootData.user.orgRole === 'Admin' || config.bootData.user.isGrafanaAdmin === true;
  return (
    <Stack direction="column" gap={3}>
      <Answering of={status} exists={uid !== undefined}>
        {(known) => (
          <section>
            <Text element="h2" variant="h4">
              {t('status.network', 'Network {{name}}, zone {{zone}}', {
                ...{ name: known.network, zone: known.zone },
                interpolation: { escapeValue: false },
              })}
            </Text>
            {health.answer ? (
              <CheckList
                checks={checksOf(
                  known,
                  health.answer,
                  devices.answer?.devices ?? [],
                  settings.answer?.info.version ?? ''
                )}
              />
            ) : (
              <p>{health.problem}</p>
            )}
          </section>
        )}
      </Answering>
      {sources.answer && sources.answer.sources.length > 0 && (
        <section>
          <Text element="h2" variant="h4">
            {t('status.sources', 'Log sources')}
          </Text>
          <SourceList sources={sources.answer.sources} />
        </section>
      )}
      {uid !== undefined && (
        <section>
          <Text element="h2" variant="h4">
            {t('status.configuration', 'What is configured where')}
          </Text>
          <Configuration uid={uid} admin={admin} />
        </section>
      )}
    </Stack>
  );
}

/** A health check that finds something wrong is answered as a failure of Grafana's request, with what it found. */
export function unhealthy(failure: unknown): Health | undefined {
  const { data } = (failure ?? {}) as { data?: Partial<Health> };
  return data?.details === undefined || data.details === null
    ? undefined
    : { status: data.status ?? 'ERROR', message: data.message ?? '', details: data.details };
}
