import { t } from '@grafana/i18n';
import { Alert, LinkButton } from '@grafana/ui';
import React from 'react';

import { ROUTES } from '../shared/routes';
import { Doubt } from './trust';

/** Says loudly that what is shown cannot be relied on, and what to do. */
export const DoubtAlert = ({ doubt: { title, advice } }: { doubt: Doubt }) => (
  <Alert severity="error" title={title}>
    <p>{advice}</p>
    <LinkButton variant="secondary" size="sm" href={ROUTES.status}>
      {t('overview.doubt.checks', 'See all checks')}
    </LinkButton>
  </Alert>
);
