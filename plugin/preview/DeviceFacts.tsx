import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { duration, localNumber } from '../src/incidents/words';
import { DeviceAnswer } from './api';
import { DeviceState } from './DeviceState';
import { addressOf } from './useRoute';
import { measure } from './wording';

/** What is known of a device, and the way back to all of them. */
export function DeviceFacts({ device, devices }: { device: DeviceAnswer; devices: DeviceAnswer[] }) {
  const styles = useStyles2(getStyles);
  const parent = devices.find(({ id }) => id === device.parent);
  const children = devices.filter(({ parent: above }) => above === device.id);
  const link = ({ id, name }: DeviceAnswer) => (
    <a key={id} href={addressOf({ view: 'device', device: id, chart: undefined })}>
      {name}
    </a>
  );
  const rows: Array<[label: string, value: React.ReactNode]> = [
    [t('device.fact.site', 'Site'), device.site],
    [t('device.fact.address', 'Address'), device.address],
    [t('device.fact.parent', 'Reached through'), parent && link(parent)],
    [t('device.fact.children', 'Behind it'), children.length > 0 && children.map(link)],
    [t('device.fact.subscribers', 'Subscribers'), device.subscribers !== null && localNumber(device.subscribers)],
    [t('device.fact.nas', 'NAS'), device.nas.join(', ')],
    [t('device.fact.uptime', 'Uptime'), device.uptimeSeconds !== null && duration(1000 * device.uptimeSeconds)],
    [
      t('device.fact.response', 'Answers in'),
      device.responseMilliseconds !== null && measure(device.responseMilliseconds, 'ms'),
    ],
    [t('device.fact.profile', 'Profile'), device.profile],
    [t('device.fact.description', 'Says of itself'), device.sysDescr],
  ];
  return (
    <section className={styles.facts} aria-label={device.name} data-testid="device-view">
      <a href={addressOf({ view: 'all' })}>← {t('device.back', 'Whole network')}</a>
      <div className={styles.head}>
        <h2 className={styles.name}>{device.name}</h2>
        <DeviceState device={device} />
      </div>
      <dl className={styles.list}>
        {rows
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label} className={styles.row}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    padding: theme.spacing(1.5, 2, 0.5),
    '& a': { color: theme.colors.text.link },
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(1, 1, 0.5) },
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0.5, 2) }),
  name: css({ margin: theme.spacing(0.5, 0), fontSize: theme.typography.h3.fontSize }),
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.75, 3), margin: 0 }),
  row: css({
    minWidth: 0,
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: 'normal',
    },
    '& dd': { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1), margin: 0, overflowWrap: 'anywhere' },
  }),
});
