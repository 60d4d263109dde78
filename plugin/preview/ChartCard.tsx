import { css } from '@emotion/css';
import {
  applyFieldOverrides,
  DataFrame,
  dateTime,
  FieldConfigSource,
  formattedValueToString,
  GrafanaTheme2,
  LoadingState,
  PanelProps,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';

import { ForecastPanel } from '../src/forecast-panel/ForecastPanel';
import { fieldOf, latestOf, nowOf, readFrame } from '../src/forecast-panel/frames';
import { step } from '../src/forecast-panel/range';
import { DEFAULT_OPTIONS, Options } from '../src/forecast-panel/types';
import { HOUR } from '../src/incidents/durations';
import { PageButton } from './PageButton';
import { useWidth } from './useWidth';

const FIELD_CONFIG: FieldConfigSource = { defaults: {}, overrides: [] };

interface Props {
  /** Names the card for tests, and the series for those who ask the backend for it. */
  field: string;
  frame: DataFrame;
  /** Start of the time axis, epoch milliseconds. */
  from: number;
  zone: string;
  enlarged: boolean;
  onEnlarge: () => void;
}

/** The forecast panel of one series, in a frame that does what a Grafana dashboard does around a panel. */
export function ChartCard({ field, frame, from, zone, enlarged, onEnlarge }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [box, width] = useWidth();
  const [zoom, setZoom] = useState<{ from: number; to: number }>();
  const height = enlarged ? 520 : 230;
  const now = nowOf(frame);
  const series = useMemo(
    () =>
      applyFieldOverrides({
        data: [frame],
        fieldConfig: FIELD_CONFIG,
        theme,
        replaceVariables: (text) => text,
        timeZone: zone,
      }),
    [frame, theme, zone]
  );
  const range = { from: dateTime(zoom?.from ?? from), to: dateTime(zoom?.to ?? now) };
  const timeRange = { ...range, raw: range };
  const props = {
    data: { state: LoadingState.Done, series, timeRange, structureRev: 1 },
    timeRange,
    timeZone: zone,
    options: { ...DEFAULT_OPTIONS, legend: enlarged ? 'list' : 'hidden' },
    fieldConfig: FIELD_CONFIG,
    width,
    height,
    onChangeTimeRange: setZoom,
  } as unknown as PanelProps<Options>;
  return (
    <section
      className={enlarged ? styles.enlarged : styles.card}
      data-testid={`panel-${field}`}
      aria-label={frame.name}
    >
      <div className={styles.head}>
        <div className={styles.names} onClick={onEnlarge}>
          <h2 className={styles.title}>{frame.name}</h2>
          <div className={styles.field}>{field}</div>
        </div>
        <Latest frame={series[0]} />
        {zoom && (
          <PageButton
            icon="zoomOut"
            label={t('page.zoom.out', 'Show the whole range')}
            onClick={() => setZoom(undefined)}
          />
        )}
        <PageButton
          icon={enlarged ? 'shrink' : 'enlarge'}
          label={enlarged ? t('page.shrink', 'Show all') : t('page.enlarge', 'Enlarge')}
          onClick={onEnlarge}
        />
      </div>
      <div ref={box} style={{ height }}>
        {width > 0 && <ForecastPanel {...props} />}
      </div>
    </section>
  );
}

function Latest({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const data = readFrame(frame);
  const { real, predicted } = latestOf(data, nowOf(frame));
  const display = fieldOf(frame, 'real')?.display;
  const text = (value: number | null) => (value === null || !display ? '–' : formattedValueToString(display(value)));
  return (
    <dl className={styles.latest}>
      <dt>{t('page.latest.real', 'latest')}</dt>
      <dd>{text(real)}</dd>
      <dt>{step(data) < HOUR ? t('page.latest.now', 'predicted') : t('page.latest.predicted', 'this hour')}</dt>
      <dd>{text(predicted)}</dd>
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const card = {
    minWidth: 0,
    padding: theme.spacing(1.5, 0.5, 0.5, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  };
  return {
    card: css(card),
    enlarged: css({ ...card, gridColumn: '1 / -1' }),
    head: css({
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      '& > :first-child': { minWidth: 0, flex: 1 },
    }),
    names: css({ cursor: 'pointer' }),
    title: css({ fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium, margin: 0 }),
    field: css({
      color: theme.colors.text.secondary,
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: 11,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    }),
    latest: css({
      display: 'grid',
      gridTemplateColumns: 'auto auto',
      gap: theme.spacing(0, 1),
      margin: 0,
      textAlign: 'right',
      fontSize: theme.typography.bodySmall.fontSize,
      '& dt': { fontWeight: 'normal', color: theme.colors.text.secondary },
      '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
    }),
  };
};
