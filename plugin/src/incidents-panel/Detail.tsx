import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, { ReactNode, useEffect, useState } from 'react';

import { HistoryAnswer, readHistory } from './backend';
import { operatorWord } from './columns';

interface Props {
  uid: string;
  id: string;
  /** When the incident changed; its history is read again then. */
  changedAt: number;
  timeZone: string;
}

/** Everything that happened to an incident, and what people wrote. */
export function Detail({ uid, id, changedAt, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const [answer, setAnswer] = useState<HistoryAnswer>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let current = true;
    readHistory(uid, id).then(
      (read) => {
        if (current) {
          setAnswer(read);
          setProblem(undefined);
        }
      },
      (error: Error) => current && setProblem(error.message)
    );
    return () => {
      current = false;
    };
  }, [uid, id, changedAt]);
  if (problem !== undefined) {
    return <p role="alert">{problem}</p>;
  }
  if (!answer) {
    return <p role="status">{t('incidents.loading', 'Loading the history …')}</p>;
  }
  const time = (of: number) => dateTimeFormat(of, { timeZone });
  return (
    <ul className={styles.list} aria-label={t('incidents.history', 'History')}>
      {storyOf(answer).map(({ key, at, told }) => (
        <li key={key}>
          <time>{time(at)}</time> {told}
        </li>
      ))}
    </ul>
  );
}

/** What happened and what people wrote, the oldest first. */
function storyOf({ history, incident }: HistoryAnswer): Array<{ key: string; at: number; told: ReactNode }> {
  // What only brings new figures tells nothing here.
  const events = history
    .filter(({ type }) => type !== 'updated')
    .map(({ number, time, type, incident: as }) => ({
      key: `event ${number}`,
      at: time,
      told: type === 'operated' ? operatedText(as) : eventWord(type),
    }));
  const comments = incident.comments.map(({ time, by, text }, index) => ({
    key: `comment ${index}`,
    at: time,
    told: (
      <>
        <strong>{by}</strong>: {text}
      </>
    ),
  }));
  return [...events, ...comments].sort((a, b) => a.at - b.at);
}

function operatedText({ operator }: HistoryAnswer['incident']): string {
  const word = operatorWord(operator.state) || t('incidents.operator.none', 'back in sight');
  return [word, operator.by].filter(Boolean).join(' · ');
}

function eventWord(type: string): string {
  const words: Record<string, string> = {
    predicted: t('incidents.event.predicted', 'was predicted'),
    active: t('incidents.event.active', 'broke'),
    clearing: t('incidents.event.clearing', 'began to recover'),
    cleared: t('incidents.event.cleared', 'was over'),
    expired: t('incidents.event.expired', 'did not happen'),
    explained: t('incidents.event.explained', 'was explained by another incident'),
    unexplained: t('incidents.event.unexplained', 'was explained no more'),
  };
  return words[type] ?? type;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: 0,
    paddingLeft: theme.spacing(3),
    overflowWrap: 'anywhere',
    '& time': { color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' },
  }),
});
