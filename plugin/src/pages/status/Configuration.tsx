import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  /** The uid of the data source. */
  uid: string;
  admin: boolean;
}

/** What is configured where: the token in Grafana, all else in the file that the backend is started with. */
export function Configuration({ uid, admin }: Props) {
  const styles = useStyles2(getStyles);
  if (!admin) {
    return <p>{t('status.ask-admin', 'What is configured can be changed by an administrator of Grafana.')}</p>;
  }
  const parts: Array<[string, string]> = [
    [
      'snmp, devices',
      t('status.config.devices', 'Devices: addresses, communities, sites, who is reached through whom, subscribers'),
    ],
    ['logs', t('status.config.logs', 'RADIUS logs: files or syslog, and their form')],
    ['incidents', t('status.config.incidents', 'Incidents: limits, and how long something lasts before it is one')],
    ['store', t('status.config.store', 'Store: embedded or InfluxDB')],
    ['grafana', t('status.config.grafana', 'The address on which Grafana finds Presage, and its token')],
  ];
  return (
    <Stack direction="column" gap={1}>
      <p>
        {t(
          'status.config.file',
          'Presage reads one configuration file on its own machine, the one it is started with: presage run --config presage.yml. After a change, check it with presage check --config presage.yml and start Presage anew; only a file of the devices (devices_file) is read again by itself. Nothing of it is kept in Grafana but the token.'
        )}
      </p>
      <ul className={styles.list}>
        {parts.map(([section, about]) => (
          <li key={section}>
            <Text variant="code">{section}</Text> {about}
          </li>
        ))}
      </ul>
      <TextLink href={`/connections/datasources/edit/${encodeURIComponent(uid)}`}>
        {t('status.settings', 'Settings of the data source: token, Save & test')}
      </TextLink>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ paddingLeft: theme.spacing(3) }) });
