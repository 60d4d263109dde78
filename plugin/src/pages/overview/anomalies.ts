import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { localNumber } from '../../incidents/words';

/** Lists of `/api/v1/subscribers/anomalies`, in the order in which they are shown. */
export const ANOMALIES = ['failed', 'stops', 'zero_input', 'zero_output', 'input', 'output'] as const;
export type Anomaly = (typeof ANOMALIES)[number];

export interface AnomalyList {
  unit: 'events' | 'octets';
  /** Of the whole list. */
  count: number;
  /** The largest values. */
  subscribers: Array<{ subscriber: string; value: number }>;
}

/** What is used of the answer of `/api/v1/subscribers/anomalies`. */
export interface SubscriberAnomalies {
  /** Of the hour. */
  start: number;
  anomalies: Record<Anomaly, AnomalyList>;
}

export function anomalyWord(anomaly: Anomaly): string {
  switch (anomaly) {
    case 'failed':
      return t('overview.subscribers.failed', 'Failures');
    case 'stops':
      return t('overview.subscribers.stops', 'Ended sessions');
    case 'zero_input':
      return t('overview.subscribers.zero-input', 'Records without input');
    case 'zero_output':
      return t('overview.subscribers.zero-output', 'Records without output');
    case 'input':
      return t('overview.subscribers.input', 'Much input');
    case 'output':
      return t('overview.subscribers.output', 'Much output');
  }
}

/** A value of a list, in the manner of the reader. */
export const anomalyValue = (value: number, unit: AnomalyList['unit']): string =>
  unit === 'octets' ? formattedValueToString(getValueFormat('decbytes')(value)) : localNumber(value);
