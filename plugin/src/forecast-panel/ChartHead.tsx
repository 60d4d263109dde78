import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export const HEAD_HEIGHT = 22;

interface Props {
  title: string | undefined;
  /** The newest value and how far it is from what was predicted. */
  latest: string | undefined;
  expected: string | undefined;
}

/** Above a chart: its title and newest value, where there are several, and what is expected to happen. */
export function ChartHead({ title, latest, expected }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.head}>
      {title !== undefined && (
        <span className={styles.title} title={title}>
          {title}
        </span>
      )}
      {latest !== undefined && <span className={styles.latest}>{latest}</span>}
      {expected !== undefined && (
        <span className={styles.expected} title={expected} data-testid="expected-crossing">
          {expected}
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  return {
    head: css({
      height: HEAD_HEIGHT,
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    title: css({ ...line, color: theme.colors.text.primary, flex: '0 1 auto', minWidth: '20%' }),
    latest: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
    expected: css({ ...line, color: theme.colors.warning.text, marginLeft: 'auto', minWidth: 0 }),
  };
};
