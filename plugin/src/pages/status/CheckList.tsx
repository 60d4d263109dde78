import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, IconName, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { Check } from './checks';

const ICONS: Record<Check['level'], IconName> = {
  ok: 'check-circle',
  warning: 'exclamation-triangle',
  error: 'times-circle',
};

/** What was looked at, each with its fact and what to do. */
export function CheckList({ checks }: { checks: Check[] }) {
  const styles = useStyles2(getStyles);
  const { colors } = useTheme2();
  const colorOf = { ok: colors.success.text, warning: colors.warning.text, error: colors.error.text };
  const words: Record<Check['level'], string> = {
    ok: t('status.level.ok', 'Well'),
    warning: t('status.level.warning', 'Look at this'),
    error: t('status.level.error', 'Broken'),
  };
  return (
    <ul className={styles.list}>
      {checks.map(({ id, name, level, fact, advice }) => (
        <li key={id} className={styles.item}>
          <span style={{ color: colorOf[level] }}>
            <Icon name={ICONS[level]} size="lg" title={words[level]} />
          </span>
          <span className={styles.name}>{name}</span>
          <span className={styles.words}>
            <span>{fact}</span>
            {advice !== undefined && <span className={styles.advice}>{advice}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  item: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ flex: '0 0 180px', fontWeight: theme.typography.fontWeightMedium }),
  words: css({ display: 'flex', flexDirection: 'column', flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }),
  advice: css({ color: theme.colors.text.secondary }),
});
