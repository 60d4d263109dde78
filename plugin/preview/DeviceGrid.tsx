import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { DeviceAnswer, IncidentAnswer, SeriesAnswer } from './api';
import { ChartKey } from './ChartKey';
import { troubledFirst } from './devices';
import { DeviceCard } from './DeviceCard';
import { Section } from './Section';

const FIRST = 24;

interface Props {
  devices: DeviceAnswer[];
  incidents: IncidentAnswer[];
  /** The newest values of all series; undefined until they are known. */
  current: SeriesAnswer[] | undefined;
  zone: string;
}

/** All devices, those with incidents first; the rest of a large network on demand. */
export function DeviceGrid({ devices, incidents, current, zone }: Props) {
  const styles = useStyles2(getStyles);
  const [all, showAll] = useState(false);
  const ordered = troubledFirst(devices, incidents);
  const shown = all ? ordered : ordered.slice(0, FIRST);
  return (
    <Section
      title={t('device.title', 'Devices')}
      note={t('device.span', 'the last 6 hours and the next 2')}
      aside={<ChartKey incidents />}
    >
      <div className={styles.grid} data-testid="devices">
        {shown.map((device) => (
          <DeviceCard key={device.id} {...{ device, incidents, current, zone }} />
        ))}
      </div>
      {shown.length < devices.length && (
        <div className={styles.more}>
          <Button variant="secondary" onClick={() => showAll(true)}>
            {t('device.show-all', 'Show all {{count}} devices', { count: devices.length })}
          </Button>
        </div>
      )}
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 360px), 1fr))',
    gap: theme.spacing(1.5),
  }),
  more: css({ padding: theme.spacing(2), textAlign: 'center' }),
});
