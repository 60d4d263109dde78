import { css } from '@emotion/css';
import { createTheme, GrafanaTheme2, ThemeContext } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PortalContainer, useStyles2 } from '@grafana/ui';
import React, { useEffect, useMemo, useState } from 'react';

import { Snapshot } from './api';
import { ChartKey } from './ChartKey';
import { forecastFrame } from './forecastFrame';
import { Header } from './Header';
import { StatusLine } from './StatusLine';
import { TargetCard } from './TargetCard';
import { targetTitles } from './targets';
import { rememberTheme, startTheme, ThemeName } from './theme';
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
  const { snapshot, awaySince } = useSnapshot(hours);
  return (
    <div className={styles.page}>
      <Header status={snapshot?.status} hours={hours} onHours={setHours} onTheme={onTheme} />
      <StatusLine status={snapshot?.status} awaySince={awaySince} />
      {snapshot ? (
        <Charts snapshot={snapshot} hours={hours} />
      ) : (
        <p className={styles.loading} role="status">
          {t('page.loading', 'Asking the Presage backend …')}
        </p>
      )}
    </div>
  );
}

function Charts({ snapshot: { status, series, forecasts }, hours }: { snapshot: Snapshot; hours: number }) {
  const styles = useStyles2(getStyles);
  const [enlarged, enlarge] = useEnlarged();
  const sources = new Set(series.map(({ tags }) => tags.source));
  const known = targetTitles().flatMap(([field, title]) =>
    series
      .filter((one) => one.field === field)
      .map((one) => ({
        field,
        title: sources.size > 1 ? `${title}, ${one.tags.source}` : title,
        series: one,
        forecast: forecasts.find((candidate) => candidate.series.key === one.key),
      }))
  );
  if (known.length === 0) {
    return (
      <p className={styles.loading} role="status">
        {t('page.empty', 'No complete hour has been read yet. Charts appear as soon as there is one.')}
      </p>
    );
  }
  const shown = known.filter(({ field }) => !enlarged || field === enlarged);
  const first = status.now - hours * 3_600_000;
  return (
    <main className={styles.grid}>
      {!enlarged && <ChartKey />}
      {shown.map(({ field, title, series: one, forecast }) => (
        <TargetCard
          key={one.key}
          field={field}
          frame={forecastFrame(title, one, forecast, status.now)}
          from={Math.max(first, one.times[0] ?? first)}
          zone={status.zone}
          enlarged={field === enlarged}
          onEnlarge={() => enlarge(field === enlarged ? '' : field)}
        />
      ))}
    </main>
  );
}

/** What stands behind # in the address; nothing when it is not well written. */
function hashText(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

/** The enlarged chart, kept in the address so that it can be shared. */
function useEnlarged(): [string, (field: string) => void] {
  const [field, setField] = useState(hashText);
  useEffect(() => {
    const follow = () => setField(hashText());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    field,
    (next) => {
      location.hash = encodeURIComponent(next);
    },
  ];
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
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 460px), 1fr))',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0, 2, 2),
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(0, 1, 1) },
  }),
  loading: css({ padding: theme.spacing(4), textAlign: 'center' }),
});
