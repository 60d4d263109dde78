import { t } from '@grafana/i18n';
import { RadioButtonGroup } from '@grafana/ui';
import React from 'react';

interface Props {
  hours: number;
  choices: number[];
  onHours: (hours: number) => void;
}

/** How far back the charts go. */
export function RangeButtons({ hours, choices, onHours }: Props) {
  const label = (value: number) =>
    value > 24
      ? t('page.range.days', '{{count}} days', { count: value / 24 })
      : t('page.range.hours', '{{count}} hours', { count: value });
  return (
    <RadioButtonGroup
      size="sm"
      value={hours}
      onChange={onHours}
      aria-label={t('page.range.label', 'Time range')}
      options={choices.map((value) => ({ label: label(value), value }))}
    />
  );
}
