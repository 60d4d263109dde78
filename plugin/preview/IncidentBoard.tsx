import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../src/forecast-panel/colors';
import { duration, localNumber } from '../src/incidents/words';
import { IncidentAnswer } from './api';
import { IncidentContext, IncidentRow } from './IncidentRow';
import { groupIncidents } from './incidents';
import { Mark } from '../src/incidents/Mark';

/** What is broken, what will break, and what is over; one line when there is nothing. */
export function IncidentBoard({ incidents, ...context }: IncidentContext & { incidents: IncidentAnswer[] }) {
  const styles = useStyles2(getStyles);
  const { broken, coming, ended } = groupIncidents(incidents);
  const hurt = broken.reduce((sum, { affected }) => sum + (affected ?? 0), 0);
  const soonest = coming[0]?.expectedAt ?? null;
  return (
    <section className={styles.board} aria-label={t('incident.board', 'Incidents')} data-testid="incidents">
      {broken.length + coming.length === 0 ? (
        <p className={styles.clear} role="status" data-testid="all-clear">
          <Mark phase="cleared" severity="warning" />
          <span>
            <strong>{t('incident.clear', 'Nothing is broken, nothing is foreseen.')}</strong>{' '}
            {t('incident.watched', '{{count}} devices are watched.', { count: context.devices.length })}
          </span>
        </p>
      ) : (
        <div className={styles.groups}>
          <Group
            id="broken"
            title={t('incident.broken', 'Broken now')}
            aside={
              hurt > 0
                ? t('incident.subscribers', '{{number}} subscribers', { count: hurt, number: localNumber(hurt) })
                : ''
            }
            none={t('incident.none-broken', 'Nothing is broken.')}
            incidents={broken}
            {...context}
          />
          <Group
            id="coming"
            title={t('incident.coming-soon', 'Will break')}
            aside={
              soonest !== null && soonest > context.now
                ? t('incident.first-in', 'first in {{duration}}', { duration: duration(soonest - context.now) })
                : ''
            }
            none={t('incident.none-coming', 'Nothing is foreseen.')}
            incidents={coming}
            {...context}
          />
        </div>
      )}
      {ended.length > 0 && (
        <details className={styles.ended} data-testid="incidents-ended">
          <summary>{t('incident.ended', 'Over in the last 24 hours: {{count}}', { count: ended.length })}</summary>
          <ul className={styles.list}>
            {ended.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} {...context} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Incidents one below the other, whatever their state. */
export function IncidentList({ incidents, ...context }: IncidentContext & { incidents: IncidentAnswer[] }) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.board} aria-label={t('incident.board', 'Incidents')}>
      <ul className={styles.boxed}>
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} {...context} />
        ))}
      </ul>
    </section>
  );
}

interface GroupProps extends IncidentContext {
  id: 'broken' | 'coming';
  title: string;
  aside: string;
  /** Said when there are none. */
  none: string;
  incidents: IncidentAnswer[];
}

function Group({ id, title, aside, none, incidents, ...context }: GroupProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles[id]} aria-label={title} data-testid={`incidents-${id}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <span className={styles.count}>{incidents.length}</span>
        <span className={styles.aside}>{aside}</span>
      </header>
      {incidents.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <ul className={styles.list}>
          {incidents.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} {...context} />
          ))}
        </ul>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const { broken, coming } = chartColors(theme);
  const box = {
    minWidth: 0,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  };
  return {
    board: css({
      padding: theme.spacing(1.5, 2, 0.5),
      [theme.breakpoints.down('sm')]: { padding: theme.spacing(1, 1, 0.5) },
    }),
    groups: css({
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 440px), 1fr))',
      alignItems: 'start',
      gap: theme.spacing(1.5),
    }),
    broken: css({ ...box, borderTop: `3px solid ${broken}` }),
    coming: css({ ...box, borderTop: `3px dashed ${coming}` }),
    head: css({
      display: 'flex',
      alignItems: 'baseline',
      gap: theme.spacing(1),
      padding: theme.spacing(1, 1.5, 0.5),
    }),
    title: css({ margin: 0, fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
    count: css({ fontSize: theme.typography.h5.fontSize, color: theme.colors.text.secondary }),
    aside: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
    list: css({ margin: 0, padding: 0, listStyle: 'none' }),
    boxed: css({ ...box, margin: 0, padding: 0, listStyle: 'none' }),
    none: css({ margin: 0, padding: theme.spacing(0.5, 1.5, 1.5), color: theme.colors.text.secondary }),
    clear: css({
      ...box,
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      margin: 0,
      padding: theme.spacing(1.5),
      borderTop: `3px solid ${theme.colors.success.main}`,
    }),
    ended: css({
      marginTop: theme.spacing(1),
      '& > summary': { cursor: 'pointer', color: theme.colors.text.secondary, padding: theme.spacing(0.25, 0.5) },
      '& > ul': box,
    }),
  };
};
