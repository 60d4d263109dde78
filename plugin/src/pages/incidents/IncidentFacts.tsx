import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { operatorWord } from '../../incidents-panel/columns';
import { Mark } from '../../incidents/Mark';
import { duration, incidentTitle, localNumber, phaseWord, severityWord } from '../../incidents/words';
import { Device } from '../devices/answers';
import { devicePath } from '../devices/paths';
import { incidentPath } from '../shared/routes';
import { OneIncident, RootIncident } from './answers';
import { beganAt, leadWords, measure, placeWords, probabilityWords } from './words';

interface Props {
  incident: RootIncident;
  devices: readonly Device[];
  /** The backend's clock, epoch milliseconds. */
  now: number;
}

/** What an incident is, where, since when, what it hurts and what explains it. */
export function IncidentFacts({ incident, devices, now }: Props) {
  const styles = useStyles2(getStyles);
  const { phase, severity, symptoms, cause } = incident;
  return (
    <section>
      <Stack direction="row" alignItems="center" gap={1} wrap="wrap">
        <Mark phase={phase} severity={severity} size={28} />
        <Text element="h2" variant="h3">
          {incidentTitle(incident)}
        </Text>
        <Text color="secondary">{[phaseWord(phase), severityWord(severity)].join(' · ')}</Text>
      </Stack>
      <dl className={styles.facts}>
        {factsOf(incident, devices, now).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {cause !== null && (
        <TextLink href={incidentPath(cause)} inline={false} icon="link">
          {t('incident-pages.cause', 'Another incident explains this one')}
        </TextLink>
      )}
      {symptoms.length > 0 && (
        <>
          <Text element="h3" variant="h5">
            {t('incident-pages.symptoms', 'It explains')}
          </Text>
          <ul className={styles.symptoms}>
            {symptoms.map((one) => (
              <li key={one.id}>
                <TextLink href={incidentPath(one.id)}>{incidentTitle(one)}</TextLink> {placeWords(one, devices)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What is known of an incident, each with its name; what is not known is left out. */
function factsOf(incident: OneIncident, devices: readonly Device[], now: number): Array<[string, ReactNode]> {
  const { kind, phase, resource, unit, value, worst, threshold, expected, probability, expectedAt, affected } =
    incident;
  const predicted = phase === 'predicted';
  // Whether a device answers, and how grave what it reports is, are no figures.
  const known = (name: string, number: number | null): Array<[string, string]> =>
    number === null || kind === 'device-down' || unit === 'severity' ? [] : [[name, measure(number, unit)]];
  return [
    [t('incident-pages.fact.place', 'Where'), <Place key="place" {...{ incident, devices }} />],
    [
      predicted ? t('incident-pages.fact.foreseen', 'Foreseen since') : t('incident-pages.fact.since', 'Since'),
      dateTimeFormat(beganAt(incident)),
    ],
    ...(predicted
      ? [pair(t('incident-pages.fact.expected-at', 'Expected'), whenExpected(expectedAt, now))]
      : [pair(t('incident-pages.fact.duration', 'How long'), duration((incident.endedAt ?? now) - beganAt(incident)))]),
    ...(predicted && probability !== null
      ? [pair(t('incident-pages.fact.probability', 'Probability'), probabilityWords(probability))]
      : []),
    ...known(t('incident-pages.fact.value', 'Measured last'), value),
    ...known(t('incident-pages.fact.limit', 'Limit'), threshold),
    ...known(t('incident-pages.fact.worst', 'Worst so far'), worst),
    ...known(t('incident-pages.fact.forecast', 'Forecast instead'), expected),
    [
      t('incident-pages.fact.affected', 'Subscribers affected'),
      affected === null ? t('incident-pages.fact.not-known', 'not known') : localNumber(affected),
    ],
    ...(resource.nas === undefined ? [] : [pair(t('incident-pages.fact.nas', 'NAS'), resource.nas)]),
    ...(incident.operator.state === 'none'
      ? []
      : [pair(t('incident-pages.fact.operator', 'Operator'), operatorOf(incident))]),
  ];
}

const pair = (name: string, value: string): [string, string] => [name, value];

const whenExpected = (expectedAt: number | null, now: number) =>
  [leadWords(expectedAt, now), expectedAt === null ? '' : `(${dateTimeFormat(expectedAt)})`].filter(Boolean).join(' ');

const operatorOf = ({ operator: { state, by, until } }: OneIncident) =>
  [operatorWord(state), by, until === null ? '' : dateTimeFormat(until)].filter(Boolean).join(' · ');

function Place({ incident, devices }: Pick<Props, 'devices'> & { incident: OneIncident }) {
  const { device } = incident.resource;
  const words = placeWords(incident, devices);
  return device === undefined ? <>{words}</> : <TextLink href={devicePath(device)}>{words}</TextLink>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))',
    gap: theme.spacing(1, 2),
    margin: theme.spacing(2, 0),
    '& dt': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    '& dd': { margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
  }),
  symptoms: css({ paddingLeft: theme.spacing(3), overflowWrap: 'anywhere' }),
});
