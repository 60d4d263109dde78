import { t } from '@grafana/i18n';
import { LinkButton, Stack, Text } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { Device } from '../devices/answers';
import { DEVICES_PATH } from '../devices/paths';
import { stateCounts } from '../devices/rows';
import { stateIcon, stateWord } from '../devices/words';

/** How many devices are in which state; each leads to the list of them. */
export function DeviceStrip({ devices }: { devices: readonly Device[] }) {
  return (
    <section aria-label={t('overview.devices', 'Devices')}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <Text element="h2" variant="h4">
          {t('overview.devices', 'Devices')}
        </Text>
        {stateCounts(devices).map(([state, count]) => (
          <LinkButton
            key={state}
            size="sm"
            variant={state === 'unreachable' ? 'destructive' : 'secondary'}
            fill="outline"
            icon={stateIcon(state)}
            href={`${DEVICES_PATH}?state=${encodeURIComponent(state)}`}
          >
            {`${stateWord(state)}: ${localNumber(count)}`}
          </LinkButton>
        ))}
        {devices.length === 0 && <Text color="secondary">{t('overview.no-devices', 'None are configured')}</Text>}
      </Stack>
    </section>
  );
}
