import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2, LinkModel } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataLinkButton, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { ChartSeries } from './chartSeries';
import { chartColors, seriesColors } from './colors';
import { step } from './range';
import { regionsAt, toneOf } from './regions';
import { tooltipRows } from './tooltipRows';
import { IncidentRegion } from './types';

const MINUTE = 60_000;

interface Props {
  /** One, or several in one chart. */
  series: ReadonlyArray<Pick<ChartSeries, 'name' | 'data' | 'field'> & { color?: number }>;
  /** The step, epoch milliseconds. */
  time: number;
  timeZone: string;
  /** The clock of the source of the data, epoch milliseconds. */
  now: number;
  incidents: readonly IncidentRegion[];
  links?: readonly LinkModel[];
}

/** What is known of one step: real, predicted, both intervals, how far real lies from predicted, and the incidents then. */
export function ForecastTooltip({ series, time, timeZone, now, incidents, links = [] }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const colors = chartColors(theme);
  const marks: Record<string, string> = { real: colors.real, predicted: colors.predicted };
  const length = Math.max(...series.map(({ data }) => step(data)));
  const clock = length % MINUTE === 0 ? 'HH:mm' : 'HH:mm:ss';
  return (
    <div className={styles.box} data-testid="tooltip" data-time={time}>
      <div className={styles.time} data-testid="tooltip-time" data-time={time}>
        {dateTimeFormat(time, { timeZone, format: `YYYY-MM-DD ${clock}` })}
        {length > 0 && ` – ${dateTimeFormat(time + length, { timeZone, format: clock })}`}
      </div>
      {series.length > 1 ? (
        <SeriesTable series={series} time={time} now={now} />
      ) : (
        series.map(({ data, field }) => (
          <table key={0}>
            <tbody>
              {tooltipRows(data, data.times.indexOf(time), field, now).map(({ id, label, value, raw }) => (
                <tr key={id}>
                  <th scope="row" className={styles.label}>
                    {marks[id] && <span className={styles.mark} style={{ background: marks[id] }} />}
                    {label}
                  </th>
                  <td className={styles.value} data-testid={`tooltip-${id}`} data-value={raw ?? ''}>
                    {value}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))
      )}
      {regionsAt(incidents, time, length, now).map((region, at) => (
        <div key={at} className={styles.incident} data-testid="tooltip-incident">
          <span
            className={styles.mark}
            style={{
              background: region.color ? theme.visualization.getColorByName(region.color) : colors[toneOf(region)],
            }}
          />
          {region.title}
        </div>
      ))}
      {links.map((link, at) => (
        <div key={at}>
          <DataLinkButton link={link} buttonProps={{ size: 'sm', fill: 'text' }} />
        </div>
      ))}
    </div>
  );
}

/** Several series, a row each. */
function SeriesTable({ series, time, now }: Pick<Props, 'series' | 'time' | 'now'>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <table>
      <thead>
        <tr>
          <td />
          {[
            t('forecast-panel.legend.real', 'Real'),
            t('forecast-panel.legend.predicted', 'Predicted'),
            t('forecast-panel.legend.residual', 'Difference'),
          ].map((label) => (
            <th key={label} scope="col" className={styles.column}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.map(({ name, data, field, color }, at) => {
          const index = data.times.indexOf(time);
          const rows = index < 0 ? [] : tooltipRows(data, index, field, now);
          return (
            <tr key={at}>
              <th scope="row" className={styles.label}>
                <span className={styles.mark} style={{ background: seriesColors(theme, color ?? at).color }} />
                {name}
              </th>
              {['real', 'predicted', 'residual'].map((wanted) => (
                <td key={wanted} className={styles.column} data-testid={`tooltip-${wanted}`}>
                  {rows.find(({ id }) => id === wanted)?.value ?? '–'}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // The tooltip hangs below the body, where nothing else gives it a colour.
  box: css({
    padding: theme.spacing(1),
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  time: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: theme.spacing(0.5) }),
  label: css({
    fontWeight: 'normal',
    color: theme.colors.text.secondary,
    paddingRight: theme.spacing(2),
    textAlign: 'left',
  }),
  mark: css({ display: 'inline-block', width: 10, height: 3, marginRight: 6, verticalAlign: 'middle' }),
  column: css({
    fontWeight: 'normal',
    fontVariantNumeric: 'tabular-nums',
    paddingLeft: theme.spacing(1.5),
    textAlign: 'right',
    'th&': { color: theme.colors.text.secondary },
  }),
  incident: css({ marginTop: theme.spacing(0.5), maxWidth: 280, whiteSpace: 'normal' }),
  value: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
