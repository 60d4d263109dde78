import { t } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { Device } from './answers';

interface Props {
  device: Pick<Device, 'state'>;
  children: NonNullable<ReactNode>;
}

/** What was read from a device; of one that does not answer it is dimmed, and said to be what was known last. */
export function Reading({ device, children }: Props) {
  if (!isSilent(device)) {
    return <>{children}</>;
  }
  return (
    <Stack direction="column" gap={0}>
      <Text color="secondary">{children}</Text>
      <Text variant="bodySmall" color="secondary" italic>
        {t('devices.last-known', 'last known')}
      </Text>
    </Stack>
  );
}

/** True for a device that does not answer, or only refuses, so that nothing read from it is news. */
export const isSilent = ({ state }: Props['device']) => state === 'unreachable' || state === 'auth failed';
