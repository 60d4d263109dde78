import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { duration, localNumber } from '../../incidents/words';
import { SourceReport } from './answers';
import { rateText, refusalWord, sizeText, unreadableWord } from './words';

/** The log sources: how fast and how far they are read, where their lines come from, and what cannot be read. */
export function SourceList({ sources }: { sources: SourceReport[] }) {
  return (
    <Stack direction="column" gap={3}>
      {sources.map((source) => (
        <Source key={source.name} source={source} />
      ))}
    </Stack>
  );
}

function Source({ source }: { source: SourceReport }) {
  const styles = useStyles2(getStyles);
  const facts = factsOf(source).filter(([, value]) => Boolean(value));
  return (
    <section className={styles.source} aria-label={source.name}>
      <Text element="h3" variant="h5">
        {source.name} · {source.format}
      </Text>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
      <Unreadable source={source} />
    </section>
  );
}

function factsOf({ linesPerSecond, lagSeconds, silentSeconds, unreadOctets, files, receiver }: SourceReport) {
  const since = (seconds: number | null) => seconds !== null && duration(seconds * 1000);
  const refused = Object.entries(receiver?.refused ?? {});
  const facts: Array<[string, ReactNode]> = [
    [t('source.rate', 'Lines a second'), linesPerSecond !== null && rateText(linesPerSecond)],
    [t('source.lag', 'Behind by'), since(lagSeconds)],
    [t('source.silent', 'Silent for'), since(silentSeconds)],
    [t('source.unread', 'Not read yet'), unreadOctets !== null && sizeText(unreadOctets)],
    [t('source.files', 'Files'), files.length > 0 && <Lines lines={files.map(fileText)} />],
    [t('source.received', 'Received at'), receiver && receiver.listening.join(', ')],
    [
      t('source.peers', 'Senders'),
      receiver && receiver.peers.length > 0 && <Lines lines={receiver.peers.map(peerText)} />,
    ],
    [
      t('source.refused', 'Not taken'),
      refused.length > 0 && (
        <Lines lines={refused.map(([reason, count]) => `${refusalWord(reason)}: ${localNumber(count)}`)} />
      ),
    ],
  ];
  return facts;
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

const fileText = ({ path, offset, size }: SourceReport['files'][number]) =>
  size === null || size <= offset ? path : `${path} · ${sizeText(offset)} / ${sizeText(size)}`;

function peerText({ address, messages }: NonNullable<SourceReport['receiver']>['peers'][number]): string {
  const words = t('source.messages', 'messages: {{messages}}', {
    messages: localNumber(messages),
    interpolation: { escapeValue: false },
  });
  return `${address} · ${words}`;
}

/** What could not be read, by reason, the most frequent first. */
function Unreadable({ source: { name, unreadable, examples } }: { source: SourceReport }) {
  const styles = useStyles2(getStyles);
  const reasons = Object.entries(unreadable).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) {
    return <p className={styles.note}>{t('source.all-readable', 'Every line could be read.')}</p>;
  }
  const hasExamples = Object.keys(examples).length > 0;
  const title = t('source.unreadable', 'Could not be read');
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${name}: ${title}`}>
        <table className={styles.table}>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th>{t('source.reason', 'Reason')}</th>
              <th>{t('source.count', 'Lines')}</th>
              {hasExamples && <th>{t('source.example', 'Latest example')}</th>}
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason, count]) => (
              <tr key={reason}>
                <td>{unreadableWord(reason)}</td>
                <td className={styles.number}>{localNumber(count)}</td>
                {hasExamples && (
                  <td>{examples[reason] && <code className={styles.example}>{examples[reason]}</code>}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        {hasExamples
          ? t(
              'source.personal',
              'Examples may hold logins of subscribers, which are personal data: do not pass them on.'
            )
          : t(
              'source.hidden',
              'There is no example since the start of Presage. Viewers get none at all: they may hold logins of subscribers.'
            )}
      </p>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  source: css({ paddingTop: theme.spacing(1), minWidth: 0 }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 180px), 1fr))',
    gap: theme.spacing(1.5),
    margin: theme.spacing(1, 0),
  }),
  name: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  value: css({ margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
  scroll: css({
    maxWidth: '100%',
    overflowX: 'auto',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  table: css({
    '& caption': { captionSide: 'top', textAlign: 'left', padding: 0, color: theme.colors.text.secondary },
    '& th, & td': {
      padding: theme.spacing(0.5, 2, 0.5, 0),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    '& th': { fontWeight: theme.typography.fontWeightMedium },
    '& td:first-child': { whiteSpace: 'nowrap' },
  }),
  number: css({ fontVariantNumeric: 'tabular-nums' }),
  example: css({
    // Written as it is: nothing in it is markup, and it breaks wherever the line ends.
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    minWidth: 200,
    display: 'block',
  }),
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(0.5, 0) }),
});
