import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';

import { incidentTitle } from '../../incidents/words';
import { Device } from '../devices/answers';
import { devicePath } from '../devices/paths';
import { placeWords } from '../incidents/words';
import { incidentPath } from '../shared/routes';
import { Step } from './situation';

/** More than this are not taken in at a glance. */
const MOST = 5;

/** What is to be done now; each step leads to its incident, and to the device where that is known. */
export function StepList({ steps, devices }: { steps: readonly Step[]; devices: readonly Device[] }) {
  const styles = useStyles2(getStyles);
  if (steps.length === 0) {
    return <Text color="secondary">{t('overview.nothing-to-do', 'Somebody is on everything')}</Text>;
  }
  return (
    <ol className={styles.list}>
      {steps.slice(0, MOST).map((step) => (
        <li key={step.incident.id}>
          <TextLink href={incidentPath(step.incident.id)}>{stepWords(step)}</TextLink> <Where {...{ step, devices }} />
        </li>
      ))}
    </ol>
  );
}

/** What is to be done, in words. */
export function stepWords({ do: what, incident }: Step): string {
  const title = incidentTitle(incident);
  const raw = { interpolation: { escapeValue: false } };
  switch (what) {
    case 'take':
      return t('overview.step.take', 'Acknowledge and look into it: {{title}}', { title, ...raw });
    case 'look':
      return t('overview.step.look', 'Being worked on by {{by}}: {{title}}', {
        by: incident.operator.by ?? '?',
        title,
        ...raw,
      });
    case 'prevent':
      return t('overview.step.prevent', 'See to it before it happens: {{title}}', { title, ...raw });
  }
}

function Where({ step: { incident }, devices }: { step: Step; devices: readonly Device[] }) {
  const { device } = incident.resource;
  const words = placeWords(incident, devices);
  return device === undefined ? <>{words}</> : <TextLink href={devicePath(device)}>{words}</TextLink>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(3),
    '& > li': { padding: theme.spacing(0.5, 0), overflowWrap: 'anywhere' },
  }),
});
