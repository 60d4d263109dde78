import { t } from '@grafana/i18n';
import React, { memo } from 'react';

import { ChartCard } from './ChartCard';
import { ChartGrid, Notice } from './ChartGrid';
import { ChartKey } from './ChartKey';
import { HOUR } from '../src/incidents/durations';
import { forecastFrame } from './forecastFrame';
import { RangeButtons } from './RangeButtons';
import { Section } from './Section';
import { Snapshot } from './snapshot';
import { targetTitles } from '../src/radius/targets';
import { goTo } from './useRoute';

interface Props {
  snapshot: Snapshot;
  hours: number;
  onHours: (hours: number) => void;
  /** The field of the series that is enlarged; undefined: all are shown. */
  enlarged: string | undefined;
}

/** The ten series of the logs, real against predicted. */
export const RadiusCharts = memo(function RadiusCharts({ snapshot, hours, onHours, enlarged }: Props) {
  const { status, series, forecasts } = snapshot;
  const sources = new Set(series.map(({ tags }) => tags.source));
  const known = targetTitles().flatMap(([field, title]) =>
    series
      .filter((one) => one.field === field)
      .map((one) => ({
        field,
        title: sources.size > 1 ? `${title}, ${one.tags.source}` : title,
        series: one,
        forecast: forecasts.find((candidate) => candidate.series.key === one.key),
      }))
  );
  const shown = known.filter(({ field }) => enlarged === undefined || field === enlarged);
  const first = status.now - hours * HOUR;
  return (
    <Section
      title={t('page.radius', 'Authentication and accounting')}
      aside={<RangeButtons hours={hours} choices={[48, 168, 336]} onHours={onHours} />}
    >
      {known.length === 0 ? (
        <Notice>{t('page.empty', 'No complete hour has been read yet. Charts appear as soon as there is one.')}</Notice>
      ) : (
        <ChartGrid>
          {enlarged === undefined && <ChartKey />}
          {shown.map(({ field, title, series: one, forecast }) => (
            <ChartCard
              key={one.key}
              field={field}
              frame={forecastFrame(title, one, forecast, status.now)}
              from={Math.max(first, one.times[0] ?? first)}
              zone={status.zone}
              enlarged={field === enlarged}
              onEnlarge={() => goTo(field === enlarged ? { view: 'all' } : { view: 'target', field })}
            />
          ))}
        </ChartGrid>
      )}
    </Section>
  );
});
