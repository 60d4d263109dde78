import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Alert, LinkButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { Answered } from './useAnswer';

interface Props<T> {
  of: Answered<T>;
  /** False when Grafana has no Presage data source. */
  exists: boolean;
  children: (answer: T) => ReactNode;
}

/** What an answer shows, or why there is none; an older one stays under the words of what is wrong. */
export function Answering<T>({ of: { answer, problem }, exists, children }: Props<T>) {
  const styles = useStyles2(getStyles);
  if (!exists) {
    return (
      <Alert severity="info" title={t('ask.no-source', 'Grafana has no Presage data source yet')}>
        <LinkButton href="/connections/datasources/presage-netops-datasource">
          {t('ask.add-source', 'Add one')}
        </LinkButton>
      </Alert>
    );
  }
  return (
    <div className={styles.whole}>
      {problem !== undefined && (
        <Alert severity="error" title={t('ask.failed', 'This cannot be asked now')}>
          {problem} {answer !== undefined && t('ask.stale', 'What is shown is what was answered last.')}
        </Alert>
      )}
      {answer === undefined
        ? problem === undefined && <LoadingPlaceholder text={t('ask.loading', 'Loading …')} />
        : children(answer)}
    </div>
  );
}

/** As wide as there is room, so that what is wider scrolls within. */
const getStyles = () => ({ whole: css({ width: '100%', minWidth: 0, '& > *': { minWidth: 0 } }) });
