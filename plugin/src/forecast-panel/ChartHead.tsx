import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

export const HEAD_HEIGHT = 22;

/** Above a chart: its title, where there are several, and what is expected to happen. */
export function ChartHead({ title, expected }: { title: string | undefined; expected: string | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.head}>
      {title !== undefined && (
        <span className={styles.title} title={title}>
          {title}
        </span>
      )}
      {expected !== undefined && (
        <span className={styles.expected} title={expected} data-testid="expected-crossing">
          <Icon name="exclamation-triangle" size="sm" /> {expected}
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
    title: css({ ...line, color: theme.colors.text.primary, flex: '1 1 0', minWidth: '30%' }),
    expected: css({ ...line, color: theme.colors.warning.text, marginLeft: 'auto', minWidth: 0 }),
  };
};
