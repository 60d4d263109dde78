import { t } from '@grafana/i18n';
import { FilterPill, Stack, Text } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { AccuracyRow, AccuracyTable } from './AccuracyTable';
import { verdictCounts, worstFirst } from './verdict';
import { MEASUREMENTS, measurementWord } from './words';

interface Props {
  rows: AccuracyRow[];
  /** Empty: all. */
  measurement: string;
  onMeasurement: (measurement: string) => void;
  chosen: string | undefined;
  onChoose: (row: AccuracyRow) => void;
}

/** The answer to "can I trust it?" in a line, what the measures mean, and each series. */
export function AccuracyOverview({ rows, measurement, onMeasurement, chosen, onChoose }: Props) {
  const { trust, care, doubt, unknown } = verdictCounts(rows);
  return (
    <Stack direction="column" gap={2}>
      <Text element="p" variant="h5">
        {t(
          'accuracy.summary',
          'Can be trusted: {{trust}} · with care: {{care}} · not: {{doubt}} · not known yet: {{unknown}}',
          {
            trust: localNumber(trust),
            care: localNumber(care),
            doubt: localNumber(doubt),
            unknown: localNumber(unknown),
            interpolation: { escapeValue: false },
          }
        )}
      </Text>
      <Stack direction="column" gap={0.5}>
        <Text color="secondary" element="p">
          {t(
            'accuracy.mase-means',
            'MASE compares the error of the forecast with that of repeating the same hour of last week (or of yesterday): 0.5 is half the error, above 1 repeating would have been better.'
          )}
        </Text>
        <Text color="secondary" element="p">
          {t(
            'accuracy.coverage-means',
            'Coverage is how often the real value lay within the interval: of the 95 % interval it should be near 95 %; less, and the forecast is too sure of itself; more, and it is wider than need be.'
          )}
        </Text>
      </Stack>
      <Stack gap={1} wrap="wrap" role="group" aria-label={t('accuracy.measurement', 'Measurement')}>
        {(['', ...MEASUREMENTS] as const).map((value) => (
          <FilterPill
            key={value}
            selected={value === measurement}
            label={value === '' ? t('accuracy.all', 'All') : measurementWord(value)}
            onClick={() => onMeasurement(value)}
          />
        ))}
      </Stack>
      {rows.length === 0 ? (
        <p>{t('accuracy.none', 'Nothing was forecast in this time.')}</p>
      ) : (
        <AccuracyTable rows={worstFirst(rows)} chosen={chosen} onChoose={onChoose} />
      )}
    </Stack>
  );
}
