import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { metaOf, readFrame } from '../src/forecast-panel/frames';
import { duration, incidentTitle, localNumber } from '../src/incidents/words';
import { DeviceAnswer, IncidentAnswer, SeriesAnswer } from './api';
import { leadingCharts } from './charts';
import { DeviceState } from './DeviceState';
import { HOUR } from '../src/incidents/durations';
import { withSymptoms } from './incidents';
import { Mark } from '../src/incidents/Mark';
import { chartFrame, FINE_STEP, ReadChart } from './readCharts';
import { Sparkline } from './Sparkline';
import { useCharts } from './useCharts';
import { addressOf } from './useRoute';
import { useVisible } from './useVisible';
import { measure } from './wording';

const PAST = 6 * HOUR;
const FUTURE = 2 * HOUR;
/** Room for a chart that is still to be read, so that nothing jumps when it is. */
const METRIC_HEIGHT = 57;

interface Props {
  device: DeviceAnswer;
  incidents: IncidentAnswer[];
  /** Tells which of its series lead; undefined until that is known. */
  current: SeriesAnswer[] | undefined;
  zone: string;
}

/** A device at a glance: state, incidents, and small charts of what matters most in it. */
export function DeviceCard({ device, incidents, current, zone }: Props) {
  const styles = useStyles2(getStyles);
  const [box, visible] = useVisible();
  const own = withSymptoms(incidents).filter(({ id }) => device.incidents.includes(id));
  const leading = leadingCharts(
    device,
    current ?? [],
    own.map(({ series }) => series)
  );
  const reading = useCharts(leading, { span: PAST, step: FINE_STEP, active: visible && current !== undefined });
  const facts = [
    device.site,
    device.uptimeSeconds === null || device.state === 'unreachable' || device.state === 'auth failed'
      ? undefined
      : t('device.uptime', 'up {{duration}}', { duration: duration(1000 * device.uptimeSeconds) }),
    device.subscribers === null
      ? undefined
      : t('incident.subscribers', '{{number}} subscribers', {
          count: device.subscribers,
          number: localNumber(device.subscribers),
        }),
  ].filter(Boolean);
  return (
    <article ref={box} className={styles.card} aria-label={device.name} data-testid={`device-${device.id}`}>
      <a className={styles.head} href={addressOf({ view: 'device', device: device.id, chart: undefined })}>
        <span className={styles.names}>
          <h3 className={styles.name}>{device.name}</h3>
          <DeviceState device={device} brief />
        </span>
        <span className={styles.facts}>{facts.join(' · ')}</span>
        {own.map((incident) => (
          <span key={incident.id} className={styles.incident}>
            <Mark phase={incident.phase} severity={incident.severity} size={16} />
            {incidentTitle(incident)}
          </span>
        ))}
      </a>
      <div className={styles.charts} style={reading ? undefined : { minHeight: METRIC_HEIGHT * leading.length }}>
        {reading?.charts.map((read) =>
          read.series && read.series.times.length > 0 ? (
            <Metric
              key={read.chart.id}
              read={read}
              series={read.series}
              now={reading.now}
              {...{ device, incidents, zone }}
            />
          ) : null
        )}
        {reading?.charts.every(({ series }) => !series?.times.length) && (
          <p className={styles.none}>{t('device.no-values', 'No values in the last 6 hours')}</p>
        )}
      </div>
    </article>
  );
}

interface MetricProps extends Omit<Props, 'current'> {
  read: ReadChart;
  series: SeriesAnswer;
  /** When it was read. */
  now: number;
}

/** One of the small charts, with its newest value and what is predicted for the end of it. */
function Metric({ read, series, device, incidents, now, zone }: MetricProps) {
  const styles = useStyles2(getStyles);
  const { chart } = read;
  const frame = chartFrame({ ...read, series }, device, incidents, now);
  const data = readFrame(frame);
  const latest = data.columns.real.findLastIndex((value) => value !== null);
  const stale = latest >= 0 && data.times[latest] < now - 3 * FINE_STEP;
  const value = stale ? null : (data.columns.real[latest] ?? null);
  const last = data.times[data.times.length - 1] > now ? (data.columns.mean.at(-1) ?? null) : null;
  // A link is read best in parts of its speed.
  const text = (one: number) =>
    chart.speed === null ? measure(one, series.unit) : measure((100 * one) / chart.speed, 'percent');
  const known = value === null ? '–' : measure(value, series.unit);
  return (
    <div className={styles.metric}>
      <div className={styles.label}>
        <span className={styles.title} title={chart.title}>
          {chart.short}
        </span>
        <span className={styles.value}>{known}</span>
        <span className={styles.next}>
          {chart.speed !== null && value !== null && `${text(value)} `}
          {last !== null && <span title={t('device.in-two-hours', 'predicted in 2 hours')}>→ {text(last)}</span>}
        </span>
      </div>
      <Sparkline
        label={t('device.summary', '{{title}}: {{value}}, predicted in 2 hours: {{next}}', {
          title: chart.title,
          value: known,
          next: last === null ? '–' : text(last),
        })}
        data={data}
        unit={series.unit}
        range={[now - PAST, now + FUTURE]}
        now={now}
        zone={zone}
        marks={metaOf(frame)}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    minWidth: 0,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({
    display: 'flex',
    flexDirection: 'column',
    gap: 2,
    padding: theme.spacing(1, 1.5, 0.75),
    color: theme.colors.text.primary,
    textDecoration: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  names: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    columnGap: theme.spacing(1.5),
  }),
  name: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  facts: css({ color: theme.colors.text.secondary }),
  incident: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) }),
  charts: css({ padding: theme.spacing(0, 1.5, 1) }),
  none: css({ margin: theme.spacing(1, 0), color: theme.colors.text.secondary }),
  metric: css({
    display: 'grid',
    gridTemplateColumns: '112px minmax(0, 1fr)',
    gap: theme.spacing(1),
    paddingTop: theme.spacing(0.5),
  }),
  label: css({
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    lineHeight: 1.3,
    fontVariantNumeric: 'tabular-nums',
  }),
  title: css({
    color: theme.colors.text.secondary,
    fontSize: 11,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  value: css({ fontWeight: theme.typography.fontWeightMedium, whiteSpace: 'nowrap' }),
  next: css({ color: theme.colors.text.secondary, fontSize: 11, whiteSpace: 'nowrap' }),
});
