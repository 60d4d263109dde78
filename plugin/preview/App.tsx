import { css } from '@emotion/css';
import { createTheme, GrafanaTheme2, ThemeContext } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, PortalContainer, useStyles2 } from '@grafana/ui';
import React, { useEffect, useMemo, useState } from 'react';

import { Notice } from './ChartGrid';
import { DeviceGrid } from './DeviceGrid';
import { DeviceView } from './DeviceView';
import { FaultControl } from './FaultControl';
import { Header } from './Header';
import { IncidentBoard } from './IncidentBoard';
import { groupIncidents } from './incidents';
import { RadiusCharts } from './RadiusCharts';
import { Alerts, StatusLine } from './StatusLine';
import { rememberTheme, startTheme, ThemeName } from './theme';
import { useCurrent } from './useCurrent';
import { useNetwork } from './useNetwork';
import { addressOf, useRoute } from './useRoute';
import { useSnapshot } from './useSnapshot';

const WEEK = 168;
/** The system's own: Grafana's fonts are files that only Grafana serves. */
const FONTS = {
  fontFamily: 'Inter, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
};

/** The whole page. */
export function App() {
  const [mode, setMode] = useState<ThemeName>(startTheme);
  const theme = useMemo(() => createTheme({ colors: { mode }, typography: FONTS }), [mode]);
  useEffect(() => {
    // What lies beyond the page's own element: overscroll, scroll bars.
    const { style } = document.documentElement;
    style.background = theme.colors.background.canvas;
    style.colorScheme = mode;
  }, [theme, mode]);
  const switchTheme = () => {
    const next = mode === 'dark' ? 'light' : 'dark';
    rememberTheme(next);
    setMode(next);
  };
  return (
    <ThemeContext.Provider value={theme}>
      <Page onTheme={switchTheme} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function Page({ onTheme }: { onTheme: () => void }) {
  const styles = useStyles2(getStyles);
  const [hours, setHours] = useState(WEEK);
  const [breaking, setBreaking] = useState(false);
  const route = useRoute();
  const { value: snapshot, awaySince } = useSnapshot(hours);
  const { value: network } = useNetwork();
  const status = snapshot?.status;
  const zone = status?.zone ?? 'UTC';
  const device = route.view === 'device' ? network?.devices.find(({ id }) => id === route.device) : undefined;
  const watched = network && network.devices.length + network.incidents.length > 0 ? network : undefined;
  const current = useCurrent(watched !== undefined);
  const broken = groupIncidents(network?.incidents ?? []).broken.length;
  useEffect(() => {
    document.title = broken > 0 ? `(${broken}) Presage` : 'Presage';
  }, [broken]);
  useEffect(() => {
    if (route.view !== 'all') {
      scrollTo(0, 0);
    }
  }, [route]);
  return (
    <div className={styles.page}>
      <Header status={status} onTheme={onTheme}>
        {status?.network === 'demo' && watched && (
          <Button size="sm" variant="secondary" aria-expanded={breaking} onClick={() => setBreaking(!breaking)}>
            {t('fault.title', 'Break something')}
          </Button>
        )}
      </Header>
      <Alerts status={status} awaySince={awaySince} />
      <main>
        {breaking && watched && <FaultControl devices={watched.devices} now={watched.now} zone={zone} />}
        {route.view === 'device' && watched ? (
          device ? (
            <DeviceView
              key={device.id}
              device={device}
              enlarged={route.chart}
              network={watched}
              current={current}
              zone={zone}
            />
          ) : (
            <Notice>
              {t('device.unknown', 'There is no device {{id}}.', { id: route.device })}{' '}
              <a href={addressOf({ view: 'all' })}>{t('device.back', 'Whole network')}</a>
            </Notice>
          )
        ) : (
          <>
            {watched && route.view === 'all' && (
              <>
                <IncidentBoard {...watched} zone={zone} />
                <DeviceGrid devices={watched.devices} incidents={watched.incidents} current={current} zone={zone} />
              </>
            )}
            {snapshot ? (
              <RadiusCharts
                snapshot={snapshot}
                hours={hours}
                onHours={setHours}
                enlarged={route.view === 'target' ? route.field : undefined}
              />
            ) : (
              <Notice>{t('page.loading', 'Asking the Presage backend …')}</Notice>
            )}
          </>
        )}
      </main>
      <StatusLine status={status} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    minHeight: '100vh',
    background: theme.colors.background.canvas,
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamily,
    fontSize: theme.typography.body.fontSize,
    lineHeight: theme.typography.body.lineHeight,
  }),
});
