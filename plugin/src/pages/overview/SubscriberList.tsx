import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { ANOMALIES, Anomaly, anomalyValue, anomalyWord, SubscriberAnomalies } from './anomalies';

/** Which subscribers stood out in an hour, the largest values of each kind. */
export function SubscriberList({ start, anomalies }: SubscriberAnomalies) {
  const title = t('overview.subscribers.title', 'Subscribers who stood out in the hour from {{time}}', {
    time: dateTimeFormat(start),
  });
  const some = ANOMALIES.filter((anomaly) => anomalies[anomaly].count > 0);
  return (
    <section aria-label={title}>
      <Stack direction="column" gap={1}>
        <Text element="h2" variant="h4">
          {title}
        </Text>
        {some.length === 0 && <Text color="secondary">{t('overview.subscribers.none', 'Nobody did')}</Text>}
        <Stack gap={4} wrap="wrap">
          {some.map((anomaly) => (
            <AnomalyTable key={anomaly} anomaly={anomaly} {...anomalies[anomaly]} />
          ))}
        </Stack>
      </Stack>
    </section>
  );
}

type TableProps = { anomaly: Anomaly } & SubscriberAnomalies['anomalies'][Anomaly];

function AnomalyTable({ anomaly, unit, count, subscribers }: TableProps) {
  return (
    <table>
      <caption style={{ captionSide: 'top', textAlign: 'left' }}>
        <Text variant="h6">{`${anomalyWord(anomaly)}: ${localNumber(count)}`}</Text>
      </caption>
      <tbody>
        {subscribers.map(({ subscriber, value }) => (
          <tr key={subscriber}>
            <td style={{ paddingRight: 16 }}>{subscriber}</td>
            <td style={{ textAlign: 'right' }}>{anomalyValue(value, unit)}</td>
          </tr>
        ))}
      </tbody>
      {count > subscribers.length && (
        <tfoot>
          <tr>
            <td colSpan={2}>
              <Text color="secondary">
                {t('overview.more', 'and {{number}} more', { number: localNumber(count - subscribers.length) })}
              </Text>
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
