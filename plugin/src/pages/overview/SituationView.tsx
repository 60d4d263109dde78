import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Text, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { Device } from '../devices/answers';
import { ROUTES } from '../shared/routes';
import { CauseList } from './CauseList';
import { Situation, stepsOf } from './situation';
import { StepList } from './StepList';

interface Props {
  situation: Situation;
  devices: readonly Device[];
  /** The backend's clock, epoch milliseconds; undefined before it is known. */
  now: number | undefined;
  /** False while what is shown may be out of date: nothing is called well then. */
  trusted: boolean;
}

/** What is broken and whom it hurts, what will break and when, and what to do now. */
export function SituationView({ situation, devices, now, trusted }: Props) {
  const styles = useStyles2(getStyles);
  const { broken, coming, hidden } = situation;
  const steps = stepsOf(situation);
  if (broken.length + coming.length === 0) {
    return <NothingInSight hidden={hidden} trusted={trusted} />;
  }
  return (
    <div>
      <div className={styles.columns}>
        <section>
          <Text element="h2" variant="h4">
            {t('overview.broken', 'Broken now')}
          </Text>
          <CauseList
            {...{ causes: broken, devices, now }}
            none={trusted ? t('overview.none-broken', 'Nothing is broken') : t('overview.none-known', 'None is known')}
          />
        </section>
        <section>
          <Text element="h2" variant="h4">
            {t('overview.coming', 'Will break next')}
          </Text>
          <CauseList
            {...{ causes: coming, devices, now }}
            none={
              trusted ? t('overview.none-coming', 'Nothing is foreseen') : t('overview.none-known', 'None is known')
            }
          />
        </section>
        <section>
          <Text element="h2" variant="h4">
            {t('overview.do', 'To do now')}
          </Text>
          <StepList steps={steps} devices={devices} />
        </section>
      </div>
      {hidden > 0 && (
        <p>
          <TextLink href={ROUTES.incidents}>
            {t('overview.hidden', 'Put out of sight by operators: {{number}}', { number: localNumber(hidden) })}
          </TextLink>
        </p>
      )}
    </div>
  );
}

/** What operators have put out of sight may well be broken: it is well only without that. */
function NothingInSight({ hidden, trusted }: { hidden: number; trusted: boolean }) {
  if (hidden > 0) {
    return (
      <Alert
        severity="info"
        title={t('overview.out-of-sight', 'Nothing in sight; put out of sight by operators: {{number}}', {
          number: localNumber(hidden),
        })}
      >
        <TextLink href={ROUTES.incidents}>{t('overview.all-incidents', 'All incidents')}</TextLink>
      </Alert>
    );
  }
  return trusted ? (
    <Alert severity="success" title={t('overview.well', 'Nothing is broken, and nothing is foreseen')} />
  ) : (
    <Text color="secondary">{t('overview.no-incident', 'No open incident is known')}</Text>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: theme.spacing(2),
    '& > section': {
      minWidth: 0,
      padding: theme.spacing(2),
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
    },
  }),
});
