import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Badge, Stack, TextLink, useStyles2 } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { duration, localNumber } from '../../incidents/words';
import { Device } from './answers';
import { devicePath } from './paths';
import { Reading } from './Reading';
import { reasonWords, stateColor, stateIcon, stateWord } from './words';

interface Props {
  device: Device;
  devices: Device[];
}

/** What a device is, how it is doing and what lies next to it. */
export function DeviceFacts({ device, devices }: Props) {
  const styles = useStyles2(getStyles);
  const why = reasonWords(device);
  const parent = devices.find(({ id }) => id === device.parent);
  const children = devices.filter((one) => one.parent === device.id);
  const facts: Array<[string, ReactNode]> = [
    [t('devices.fact.address', 'Address'), device.address],
    [t('devices.fact.site', 'Site'), device.site],
    [t('devices.fact.nas', 'NAS'), device.nas.join(', ')],
    [t('devices.fact.subscribers', 'Subscribers'), device.subscribers === null ? '' : localNumber(device.subscribers)],
    [t('devices.fact.system', 'Says of itself'), [device.sysName, device.sysDescr].filter(Boolean).join(' — ')],
    [t('devices.fact.profile', 'Profile'), device.profile],
    [
      t('devices.fact.uptime', 'Up for'),
      device.uptimeSeconds !== null && <Reading device={device}>{duration(device.uptimeSeconds * 1000)}</Reading>,
    ],
    [
      t('devices.fact.response', 'Answers within'),
      device.responseMilliseconds !== null && (
        <Reading device={device}>{`${localNumber(Math.round(device.responseMilliseconds))} ms`}</Reading>
      ),
    ],
    [t('devices.fact.last', 'Last answer'), device.lastAnswer === null ? '' : dateTimeFormat(device.lastAnswer)],
    [
      t('devices.fact.parent', 'Reached through'),
      parent && <TextLink href={devicePath(parent.id)}>{parent.name}</TextLink>,
    ],
    [t('devices.fact.children', 'Behind it'), children.length > 0 && <Links devices={children} />],
  ];
  return (
    <Stack direction="column" gap={2}>
      <Stack alignItems="center" gap={1} wrap="wrap">
        <Badge text={stateWord(device.state)} color={stateColor(device.state)} icon={stateIcon(device.state)} />
        {device.stateSince !== null && (
          <span>
            {t('devices.since', 'Since {{time}}', {
              time: dateTimeFormat(device.stateSince),
              interpolation: { escapeValue: false },
            })}
          </span>
        )}
      </Stack>
      {why !== '' && (
        <Alert severity={device.state === 'unreachable' ? 'error' : 'warning'} title={t('devices.why', 'Why')}>
          {why}
        </Alert>
      )}
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <div key={name}>
              <dt className={styles.name}>{name}</dt>
              <dd className={styles.value}>{value}</dd>
            </div>
          ))}
      </dl>
    </Stack>
  );
}

function Links({ devices }: { devices: Device[] }) {
  return (
    <Stack gap={1} wrap="wrap">
      {devices.map(({ id, name, state }) => (
        <span key={id}>
          <TextLink href={devicePath(id)}>{name}</TextLink>
          {state !== 'up' && ` (${stateWord(state)})`}
        </span>
      ))}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 220px), 1fr))',
    gap: theme.spacing(2),
    margin: 0,
  }),
  name: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  value: css({ margin: 0, overflowWrap: 'anywhere' }),
});
