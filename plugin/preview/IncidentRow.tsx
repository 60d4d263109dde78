import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../src/forecast-panel/colors';
import { duration, incidentTitle, localNumber, phaseWord, severityWord } from '../src/incidents/words';
import { DeviceAnswer, IncidentAnswer, SymptomAnswer } from './api';
import { deviceCharts, isOfChart } from './charts';
import { deviceOf } from './incidents';
import { Mark } from '../src/incidents/Mark';
import { addressOf } from './useRoute';
import { clockTime, evidence, placeOf } from './wording';

export interface IncidentContext {
  devices: DeviceAnswer[];
  now: number;
  zone: string;
}

/** One incident: what, where, whom it hurts, how far it is beyond its limit, and since or from when. */
export function IncidentRow({ incident, ...context }: IncidentContext & { incident: IncidentAnswer }) {
  const styles = useStyles2(getStyles);
  const { symptoms } = incident;
  return (
    <li className={styles.item} data-testid={`incident-${incident.id}`}>
      <Line incident={incident} {...context} />
      {symptoms.length > 0 && (
        <details className={styles.symptoms}>
          <summary>{t('incident.explains', 'Explains {{count}} more', { count: symptoms.length })}</summary>
          <ul className={styles.list}>
            {symptoms.map((symptom) => (
              <li key={symptom.id}>
                <Line incident={symptom} {...context} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Line({ incident, devices, now, zone }: IncidentContext & { incident: SymptomAnswer }) {
  const styles = useStyles2(getStyles);
  const { phase, severity, affected, probability } = incident;
  const device = deviceOf(incident, devices);
  const measured = evidence(incident, devices);
  const [when, exactly] = timing(incident, now, zone);
  const content = (
    <>
      <Mark phase={phase} severity={severity} />
      <span className={styles.what}>
        <span className={styles.title}>
          {incidentTitle(incident)}
          <span className={styles.word}>{phase === 'active' ? severityWord(severity) : phaseWord(phase)}</span>
        </span>
        <span className={styles.place}>
          <span className={styles.device}>{device?.name ?? incident.resource.device}</span>
          {placeOf(incident, devices)}
        </span>
        <span className={styles.facts}>
          {affected !== null && (
            <strong>
              {t('incident.subscribers', '{{number}} subscribers', { count: affected, number: localNumber(affected) })}
            </strong>
          )}
          {measured && <span>{measured}</span>}
          {phase === 'predicted' && probability !== null && (
            <span>{t('incident.probability', '{{percent}}% likely', { percent: Math.round(100 * probability) })}</span>
          )}
        </span>
      </span>
      <span className={styles.when}>
        <strong>{when}</strong>
        <span>{exactly}</span>
      </span>
    </>
  );
  return device ? (
    <a className={cx(styles.line, styles.link)} href={addressOf(chartsOf(incident, device))}>
      {content}
    </a>
  ) : (
    <div className={styles.line}>{content}</div>
  );
}

/** Where the charts of an incident are: its own one enlarged, or all of its device. */
function chartsOf(incident: SymptomAnswer, device: DeviceAnswer) {
  const chart = deviceCharts(device, []).find((one) => isOfChart(incident.series, one));
  return { view: 'device', device: device.id, chart: chart?.id } as const;
}

/** How long or how soon, and the time of the clock. */
function timing({ phase, expectedAt, activeAt, endedAt }: SymptomAnswer, now: number, zone: string): [string, string] {
  if (phase === 'predicted') {
    return expectedAt === null
      ? ['', '']
      : [
          expectedAt <= now
            ? t('incident.any-moment', 'any moment')
            : t('incident.in', 'in {{duration}}', { duration: duration(expectedAt - now) }),
          t('incident.at', 'about {{time}}', { time: clockTime(expectedAt, now, zone) }),
        ];
  }
  if (endedAt !== null) {
    return [
      activeAt === null ? '' : t('incident.lasted', 'lasted {{duration}}', { duration: duration(endedAt - activeAt) }),
      t('incident.until', 'until {{time}}', { time: clockTime(endedAt, now, zone) }),
    ];
  }
  return activeAt === null
    ? ['', '']
    : [
        t('incident.for', 'for {{duration}}', { duration: duration(now - activeAt) }),
        t('incident.since', 'since {{time}}', { time: clockTime(activeAt, now, zone) }),
      ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    listStyle: 'none',
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '&:first-child': { borderTop: 'none' },
  }),
  list: css({ margin: 0, padding: 0, listStyle: 'none' }),
  line: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1.25),
    padding: theme.spacing(1, 1.5),
    color: theme.colors.text.primary,
    textDecoration: 'none',
    overflowWrap: 'anywhere',
  }),
  link: css({
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  what: css({ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: 2 }),
  title: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: theme.spacing(1),
    fontWeight: theme.typography.fontWeightMedium,
  }),
  word: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: 'normal',
  }),
  place: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  device: css({
    marginRight: theme.spacing(1),
    color: theme.colors.text.primary,
    fontSize: theme.typography.body.fontSize,
  }),
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1.5),
    fontVariantNumeric: 'tabular-nums',
    fontSize: theme.typography.bodySmall.fontSize,
    '& strong': { fontWeight: theme.typography.fontWeightBold },
  }),
  when: css({
    display: 'flex',
    flexDirection: 'column',
    flex: 'none',
    maxWidth: '40%',
    textAlign: 'right',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '& strong': {
      color: theme.colors.text.primary,
      fontSize: theme.typography.body.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  symptoms: css({
    margin: theme.spacing(0, 1.5, 1, 5.5),
    borderLeft: `2px solid ${chartColors(theme).broken}`,
    '& > summary': {
      padding: theme.spacing(0.25, 1),
      cursor: 'pointer',
      color: theme.colors.text.link,
      fontSize: theme.typography.bodySmall.fontSize,
    },
  }),
});
