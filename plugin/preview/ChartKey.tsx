import { css } from '@emotion/css';
import { colorManipulator, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../src/forecast-panel/colors';

type Entry = [label: string, mark: React.CSSProperties];

/**
 * What the lines and areas mean, once for all charts; an enlarged chart has a legend of its own.
 * @param incidents also what marks them
 */
export function ChartKey({ incidents = false }: { incidents?: boolean }) {
  const styles = useStyles2(getStyles);
  const { real, predicted, legend80, legend95, broken, coming } = chartColors(useTheme2());
  const lines: Entry[] = [
    [t('forecast-panel.real', 'Real'), { borderTop: `2px solid ${real}` }],
    [t('forecast-panel.predicted', 'Predicted'), { borderTop: `2px dashed ${predicted}` }],
    [t('forecast-panel.interval80', '80 % interval'), { height: 10, background: legend80 }],
    [t('forecast-panel.interval95', '95 % interval'), { height: 10, background: legend95 }],
  ];
  const hatch = `repeating-linear-gradient(135deg, ${coming} 0 1px, transparent 1px 4px)`;
  const marks: Entry[] = [
    [
      t('forecast-panel.incident', 'Broken'),
      { height: 12, borderLeft: `2px solid ${broken}`, background: colorManipulator.alpha(broken, 0.2) },
    ],
    [t('forecast-panel.coming', 'Will break'), { height: 12, borderLeft: `2px dashed ${coming}`, background: hatch }],
    [t('forecast-panel.limit', 'Limit'), { borderTop: `1px dashed ${broken}` }],
  ];
  const entries = incidents ? [...lines, ...marks] : lines;
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
