import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** Charts side by side, as many as the width has room for. */
export function ChartGrid({ children }: { children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.grid}>{children}</div>;
}

/** Says why there is nothing to see. */
export function Notice({ children }: { children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <p className={styles.notice} role="status">
      {children}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 460px), 1fr))',
    gap: theme.spacing(1.5),
  }),
  notice: css({ margin: 0, padding: theme.spacing(3), textAlign: 'center', color: theme.colors.text.secondary }),
});
