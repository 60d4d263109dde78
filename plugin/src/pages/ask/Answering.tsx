import { t } from '@grafana/i18n';
import { Alert, LinkButton, LoadingPlaceholder } from '@grafana/ui';
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
    <>
      {problem !== undefined && (
        <Alert severity="error" title={t('ask.failed', 'This cannot be asked now')}>
          {problem} {answer !== undefined && t('ask.stale', 'What is shown is what was answered last.')}
        </Alert>
      )}
      {answer === undefined
        ? problem === undefined && <LoadingPlaceholder text={t('ask.loading', 'Loading …')} />
        : children(answer)}
    </>
  );
}
