import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../src/incidents/words';
import { rateText } from '../src/pages/status/words';
import { StatusAnswer } from './api';

interface Props {
  status: StatusAnswer | undefined;
  awaySince: number | undefined;
}

/** What is wrong with the service itself, in words; nothing while all is well. */
export function Alerts({ status, awaySince }: Props) {
  const styles = useStyles2(getStyles);
  const problems = [
    awaySince !== undefined &&
      t('page.status.away', 'The Presage backend cannot be reached since {{time}}; what is shown is of then.', {
        time: dateTimeFormat(awaySince, { timeZone: status?.zone }),
      }),
    status?.store.problem,
    status?.devices?.problem,
    ...(status?.sources ?? []).map(({ name, problem }) => problem && `${name}: ${problem}`),
  ].filter((problem): problem is string => Boolean(problem));
  return (
    <>
      {problems.map((problem) => (
        <div key={problem} className={styles.alert} role="alert">
          {problem}
        </div>
      ))}
    </>
  );
}

/** How the store and the log sources are doing, in one quiet line. */
export function StatusLine({ status }: Pick<Props, 'status'>) {
  const styles = useStyles2(getStyles);
  return (
    <footer className={styles.line} data-testid="status-line">
      {status?.sources.map((source) => {
        const unreadable = Object.values(source.unreadable).reduce((sum, count) => sum + count, 0);
        return (
          <span key={source.name}>
            {source.listening
              ? t('page.status.received', '{{name}}: {{lines}} lines over syslog, {{unreadable}} unreadable', {
                  name: source.name,
                  lines: localNumber(source.lines),
                  unreadable: localNumber(unreadable),
                })
              : t('page.status.source', '{{name}}: {{lines}} lines in {{files}} files, {{unreadable}} unreadable', {
                  name: source.name,
                  lines: localNumber(source.lines),
                  files: source.files,
                  unreadable: localNumber(unreadable),
                })}
            {source.linesPerSecond !== null &&
              `, ${t('page.status.rate', '{{rate}} lines/s', { rate: rateText(source.linesPerSecond) })}`}
          </span>
        );
      })}
      {status && (
        <span>
          {status.store.kind === 'influx'
            ? t('page.status.influx', 'stored in InfluxDB')
            : t('page.status.embedded', 'stored in the embedded database')}
        </span>
      )}
      {status && <span>Presage {status.version}</span>}
      <a href="docs">{t('page.status.api', 'REST service')}</a>
    </footer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  alert: css({
    margin: theme.spacing(1, 2, 0),
    padding: theme.spacing(1, 1.5),
    borderLeft: `4px solid ${theme.colors.warning.main}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.warning.transparent,
    color: theme.colors.text.primary,
    overflowWrap: 'anywhere',
  }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 2),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& a': { color: theme.colors.text.link },
  }),
});
