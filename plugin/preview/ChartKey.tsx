import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../src/forecast-panel/colors';

/** What the lines and areas mean, once for all charts; an enlarged chart has a legend of its own. */
export function ChartKey() {
  const styles = useStyles2(getStyles);
  const { real, predicted, legend80, legend95 } = chartColors(useTheme2());
  const entries: Array<[label: string, mark: React.CSSProperties]> = [
    [t('forecast-panel.real', 'Real'), { borderTop: `2px solid ${real}` }],
    [t('forecast-panel.predicted', 'Predicted'), { borderTop: `2px dashed ${predicted}` }],
    [t('forecast-panel.interval80', '80 % interval'), { height: 10, background: legend80 }],
    [t('forecast-panel.interval95', '95 % interval'), { height: 10, background: legend95 }],
  ];
  return (
    <ul className={styles.key} data-testid="chart-key">
      {entries.map(([label, mark]) => (
        <li key={label} className={styles.entry}>
          <span className={styles.mark} style={mark} />
          {label}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  key: css({
    gridColumn: '1 / -1',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    padding: theme.spacing(0, 0.5),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  entry: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) }),
  mark: css({ display: 'inline-block', width: 18 }),
});
