import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';
import React from 'react';

import { Detail } from '../../incidents-panel/Detail';

interface Props {
  uid: string;
  id: string;
  /** When the incident changed last. */
  changedAt: number;
}

/** What happened to the incident and what people wrote. */
export function IncidentHistory(props: Props) {
  return (
    <section>
      <Text element="h2" variant="h4">
        {t('incident-pages.history', 'History and comments')}
      </Text>
      <Detail {...props} timeZone="browser" />
    </section>
  );
}
