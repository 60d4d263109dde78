import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { StatusAnswer } from './api';
import { PageButton } from './PageButton';

interface Props {
  status: StatusAnswer | undefined;
  onTheme: () => void;
  children?: React.ReactNode;
}

/** What network this is, its clock, what else can be done here, and the theme. */
export function Header({ status, onTheme, children }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <header className={styles.header}>
      <img src="./logo.svg" alt="" width={32} height={32} />
      <h1 className={styles.name}>Presage</h1>
      {status?.network === 'demo' ? (
        <span className={styles.badge} data-testid="network">
          <Trans i18nKey="page.demo">Demo network</Trans>
        </span>
      ) : (
        <span data-testid="network">{status?.network}</span>
      )}
      <span className={styles.clock} data-testid="clock">
        {status && `${dateTimeFormat(status.now, { timeZone: status.zone })} · ${status.zone}`}
      </span>
      <span className={styles.controls}>
        {children}
        <PageButton
          icon={theme.isDark ? 'sun' : 'moon'}
          label={theme.isDark ? t('page.theme.light', 'Light theme') : t('page.theme.dark', 'Dark theme')}
          onClick={onTheme}
        />
      </span>
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
  }),
  name: css({ fontSize: theme.typography.h4.fontSize, margin: 0 }),
  badge: css({
    padding: theme.spacing(0.25, 1),
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.warning.transparent,
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  clock: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  controls: css({ display: 'flex', gap: theme.spacing(1), marginLeft: 'auto', alignItems: 'center' }),
});
