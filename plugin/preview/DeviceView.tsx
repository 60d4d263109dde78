import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { DeviceAnswer, SeriesAnswer } from './api';
import { ChartCard } from './ChartCard';
import { ChartGrid, Notice } from './ChartGrid';
import { deviceCharts } from './charts';
import { ChartKey } from './ChartKey';
import { DeviceFacts } from './DeviceFacts';
import { HOUR } from '../src/incidents/durations';
import { IncidentList } from './IncidentBoard';
import { touches, withSymptoms } from './incidents';
import { RangeButtons } from './RangeButtons';
import { chartFrame, FINE_STEP } from './readCharts';
import { Section } from './Section';
import { useCharts } from './useCharts';
import { Network } from './useNetwork';
import { goTo } from './useRoute';

/** Of a device with many ports, so many charts before one asks for all. */
const FIRST = 14;

interface Props {
  device: DeviceAnswer;
  /** The id of the chart that is enlarged. */
  enlarged: string | undefined;
  network: Network;
  /** Tells which of its links lead; undefined until that is known. */
  current: SeriesAnswer[] | undefined;
  zone: string;
}

/** Everything about one device: its facts, its incidents, and every series of it, real against predicted. */
export function DeviceView({ device, enlarged, network: { now, incidents, devices }, current, zone }: Props) {
  const styles = useStyles2(getStyles);
  const [hours, setHours] = useState(6);
  const [all, showAll] = useState(false);
  const open = withSymptoms(incidents).filter(({ endedAt }) => endedAt === null);
  const charts = deviceCharts(device, current ?? []);
  const troubled = charts.filter((chart) => open.some((incident) => touches(incident, chart, device)));
  const inOrder = [...new Set([...troubled, ...charts])];
  const chosen = inOrder.find(({ id }) => id === enlarged);
  const wanted = chosen ? [chosen] : all ? inOrder : inOrder.slice(0, Math.max(FIRST, troubled.length));
  const step = hours > 24 ? HOUR : FINE_STEP;
  const reading = useCharts(wanted, { span: hours * HOUR, step, active: current !== undefined });
  const ids = new Set(wanted.map(({ id }) => id));
  const own = incidents.filter((incident) =>
    withSymptoms([incident]).some(
      ({ id, resource }) =>
        device.incidents.includes(id) || (incident.endedAt !== null && resource.device === device.id)
    )
  );
  return (
    <>
      <DeviceFacts device={device} devices={devices} />
      {own.length > 0 && <IncidentList incidents={own} devices={devices} now={now} zone={zone} />}
      <Section
        title={t('device.charts', 'Real against predicted')}
        aside={<RangeButtons hours={hours} choices={[6, 24, 168]} onHours={setHours} />}
      >
        {!reading && <Notice>{t('page.loading', 'Asking the Presage backend …')}</Notice>}
        <ChartGrid>
          {!chosen && <ChartKey incidents />}
          {reading?.charts
            .filter(({ chart }) => ids.has(chart.id))
            .map(({ series, ...rest }) =>
              series ? (
                <ChartCard
                  key={rest.chart.id}
                  field={rest.chart.id}
                  frame={chartFrame({ ...rest, series }, device, incidents, reading.now)}
                  from={reading.now - hours * HOUR}
                  zone={zone}
                  enlarged={rest.chart.id === chosen?.id}
                  onEnlarge={() =>
                    goTo({ view: 'device', device: device.id, chart: chosen ? undefined : rest.chart.id })
                  }
                />
              ) : null
            )}
        </ChartGrid>
        {reading?.charts.every(({ series }) => !series) && (
          <Notice>{t('device.nothing', 'Nothing has been measured of this device yet.')}</Notice>
        )}
        {!chosen && wanted.length < inOrder.length && (
          <div className={styles.more}>
            <Button variant="secondary" onClick={() => showAll(true)}>
              {t('device.more-charts', 'Show all {{count}} charts', { count: inOrder.length })}
            </Button>
          </div>
        )}
      </Section>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({ padding: theme.spacing(2), textAlign: 'center' }),
});
