import { css } from '@emotion/css';
import { dateTimeFormat, Field, formattedValueToString, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from './colors';
import { step } from './range';
import { regionsAt, toneOf } from './regions';
import { ForecastData, IncidentRegion } from './types';

interface Props {
  data: ForecastData;
  index: number;
  field: Field | undefined;
  timeZone: string;
  /** The clock of the source of the data, epoch milliseconds. */
  now: number;
  incidents: readonly IncidentRegion[];
}

/** What is known of one step: real, predicted, both intervals, how far real lies from predicted, and the incidents then. */
export function ForecastTooltip({ data, index, field, timeZone, now, incidents }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  const { real, mean, lower80, upper80, lower95, upper95 } = data.columns;
  const time = data.times[index];
  const text = (value: number) => (field?.display ? formattedValueToString(field.display(value)) : String(value));
  // A step that has not ended yet lacks nothing.
  const absent = time + step(data) > now ? '–' : t('forecast-panel.tooltip.missing', 'missing');
  const known = (value: number | null) => (value === null ? absent : text(value));
  const interval = (lower: number | null, upper: number | null) =>
    lower === null || upper === null ? undefined : `${text(lower)} – ${text(upper)}`;
  const residual = real[index] === null || mean[index] === null ? undefined : real[index] - mean[index];
  const rows: Array<[label: string, value: string | undefined, id: string, raw: number | null, color?: string]> = [
    [t('forecast-panel.real', 'Real'), known(real[index]), 'real', real[index], colors.real],
    [t('forecast-panel.predicted', 'Predicted'), known(mean[index]), 'predicted', mean[index], colors.predicted],
    [t('forecast-panel.interval80', '80 % interval'), interval(lower80[index], upper80[index]), 'interval80', null],
    [t('forecast-panel.interval95', '95 % interval'), interval(lower95[index], upper95[index]), 'interval95', null],
    [
      t('forecast-panel.tooltip.residual', 'Real − predicted'),
      residual === undefined ? undefined : `${residual > 0 ? '+' : ''}${text(residual)}`,
      'residual',
      residual ?? null,
    ],
  ];
  return (
    <div className={styles.box} data-testid="tooltip" data-time={time}>
      <div className={styles.time} data-testid="tooltip-time" data-time={time}>
        {dateTimeFormat(time, { timeZone })}
      </div>
      <table>
        <tbody>
          {rows
            .filter(([, value]) => value !== undefined)
            .map(([label, value, id, raw, color]) => (
              <tr key={id}>
                <th scope="row" className={styles.label}>
                  {color && <span className={styles.mark} style={{ background: color }} />}
                  {label}
                </th>
                <td className={styles.value} data-testid={`tooltip-${id}`} data-value={raw ?? ''}>
                  {value}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {regionsAt(incidents, time, step(data), now).map((region) => (
        <div key={`${region.from} ${region.title}`} className={styles.incident} data-testid="tooltip-incident">
          <span className={styles.mark} style={{ background: colors[toneOf(region)] }} />
          {region.title}
        </div>
      ))}
    </div>
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
  incident: css({ marginTop: theme.spacing(0.5), maxWidth: 280 }),
  value: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
