import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';

import { operatorWord } from '../../incidents-panel/columns';
import { Mark } from '../../incidents/Mark';
import { duration, incidentTitle, localNumber, phaseWord, severityWord } from '../../incidents/words';
import { Device } from '../devices/answers';
import { beganAt, leadWords, placeWords, probabilityWords } from '../incidents/words';
import { incidentPath, ROUTES } from '../shared/routes';
import { Cause } from './situation';

/** More than this are not taken in at a glance. */
const MOST = 5;

interface Props {
  causes: readonly Cause[];
  devices: readonly Device[];
  /** The backend's clock, epoch milliseconds; undefined before it is known. */
  now: number | undefined;
  /** What is said where there are none. */
  none: string;
}

/** Incidents, each with where it is, how long it lasts or how soon it comes, and whom it hurts. */
export function CauseList({ causes, devices, now, none }: Props) {
  const styles = useStyles2(getStyles);
  if (causes.length === 0) {
    return <Text color="secondary">{none}</Text>;
  }
  return (
    <ul className={styles.list}>
      {causes.slice(0, MOST).map((cause) => (
        <li key={cause.incident.id}>
          <Mark phase={cause.incident.phase} severity={cause.incident.severity} />
          <div>
            <TextLink href={incidentPath(cause.incident.id)}>{incidentTitle(cause.incident)}</TextLink>
            <div>{placeWords(cause.incident, devices)}</div>
            <div className={styles.figures}>{figuresOf(cause, now).join(' · ')}</div>
          </div>
        </li>
      ))}
      {causes.length > MOST && (
        <li>
          <TextLink href={ROUTES.incidents}>
            {t('overview.more', 'and {{number}} more', { number: localNumber(causes.length - MOST) })}
          </TextLink>
        </li>
      )}
    </ul>
  );
}

/** What is to be known of a cause at a glance, in short words. */
export function figuresOf({ incident, symptoms, affected }: Cause, now: number | undefined): string[] {
  const { phase, severity, probability, expectedAt, operator } = incident;
  const time =
    phase === 'predicted'
      ? [
          ...(now === undefined ? [] : [leadWords(expectedAt, now)]),
          ...(probability === null
            ? []
            : [t('overview.probability', 'probability {{percent}}', { percent: probabilityWords(probability) })]),
        ]
      : [
          phase === 'clearing' ? phaseWord(phase) : severityWord(severity),
          ...(now === undefined
            ? []
            : [t('overview.for', 'for {{time}}', { time: duration(now - beganAt(incident)) })]),
        ];
  return [
    ...time,
    ...(affected === null
      ? []
      : [t('overview.affected', 'subscribers: {{number}}', { number: localNumber(affected) })]),
    ...(symptoms === 0 ? [] : [t('overview.symptoms', 'symptoms: {{number}}', { number: localNumber(symptoms) })]),
    ...(operator.state === 'none' ? [] : [[operatorWord(operator.state), operator.by].filter(Boolean).join(' — ')]),
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    '& > li': { display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.75, 0), overflowWrap: 'anywhere' },
    '& > li > div': { minWidth: 0 },
  }),
  figures: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
