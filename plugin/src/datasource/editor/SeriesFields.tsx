import { t } from '@grafana/i18n';
import { InlineField, MultiCombobox, Stack } from '@grafana/ui';
import React, { useId } from 'react';

import { AGGREGATES, DIRECTIONS, HORIZONS, INTERVALS, Interval, Kind, LEADS, MEASURES } from '../types';
import { aggregateName, directionName, horizonName, leadName, measureName } from './names';
import { Choice } from './Choice';
import { FormatField } from './FormatField';
import { NumberField } from './NumberField';
import { asOptions } from './options';
import { Picker } from './Picker';
import { FieldsProps } from './props';
import { TagFields } from './TagFields';

const DEFAULT_MEASUREMENT = 'radius';

/** What samples can be drawn as; beside forecasts only what compares with them. */
const aggregatesOf = (kind: Kind) => (kind === 'series' ? AGGREGATES : (['mean', 'last'] as const));

/** What chooses series, and how they are shown. */
export function SeriesFields({ query, resources, change, onFailure }: FieldsProps) {
  const { kind = 'realAndPredicted', measurement, field, tags = {} } = query;
  const id = useId();
  const read = measurement ?? DEFAULT_MEASUREMENT;
  return (
    <Stack direction="column" gap={0}>
      <Stack gap={0.5} wrap="wrap">
        <Picker
          label={t('datasource.editor.measurement', 'Measurement')}
          value={measurement}
          load={async () => asOptions(await resources.measurements())}
          onChange={(measurement) => change({ measurement })}
          onFailure={onFailure}
          placeholder={DEFAULT_MEASUREMENT}
        />
        <Picker
          label={t('datasource.editor.field', 'Field')}
          value={field}
          load={async () => asOptions(await resources.fields(read))}
          onChange={(field) => change({ field })}
          onFailure={onFailure}
          placeholder={t('datasource.editor.any', 'Any')}
        />
      </Stack>
      <TagFields
        measurement={read}
        tags={tags}
        resources={resources}
        onChange={(tags) => change({ tags })}
        onFailure={onFailure}
      />
      <Stack gap={0.5} wrap="wrap">
        {kind !== 'forecast' && kind !== 'accuracy' && (
          <Choice
            label={t('datasource.editor.aggregate', 'Aggregate')}
            tooltip={t('datasource.editor.aggregate-text', 'What is shown of samples too dense to be drawn one by one')}
            value={query.aggregate ?? 'mean'}
            options={aggregatesOf(kind).map((value) => ({ value, label: aggregateName(value) }))}
            onChange={(aggregate) => change({ aggregate })}
          />
        )}
        {(kind === 'forecast' || kind === 'accuracy') && (
          <Choice
            label={t('datasource.editor.lead', 'Made')}
            value={query.lead ?? 'newest'}
            options={LEADS.map((value) => ({ value, label: leadName(value, kind) }))}
            onChange={(lead) => change({ lead })}
          />
        )}
        {kind === 'forecast' && (query.lead ?? 'newest') === 'newest' && (
          <Choice
            label={t('datasource.editor.horizon', 'Reaches')}
            tooltip={t('datasource.editor.horizon-text', 'Seven days are forecast in hours, when they are asked for')}
            value={query.horizon ?? 'stored'}
            options={HORIZONS.map((value) => ({ value, label: horizonName(value) }))}
            onChange={(horizon) => change({ horizon })}
          />
        )}
        {kind !== 'series' && kind !== 'accuracy' && (
          <>
            <InlineField label={t('datasource.editor.intervals', 'Intervals')} labelWidth={14} htmlFor={id}>
              <MultiCombobox<Interval>
                id={id}
                width={32}
                value={[...(query.intervals ?? INTERVALS)]}
                options={INTERVALS.map((value) => ({ value, label: `${value} %` }))}
                onChange={(chosen) => change({ intervals: chosen.map(({ value }) => value) })}
              />
            </InlineField>
            <NumberField
              label={t('datasource.editor.threshold', 'Threshold')}
              tooltip={t('datasource.editor.threshold-text', 'Adds the probability that the value lies beyond it')}
              value={query.threshold}
              placeholder={t('datasource.editor.none', 'None')}
              onChange={(threshold) => change({ threshold })}
            />
            {query.threshold !== undefined && (
              <Choice
                label={t('datasource.editor.direction', 'Breach')}
                value={query.direction ?? 'above'}
                options={DIRECTIONS.map((value) => ({ value, label: directionName(value) }))}
                onChange={(direction) => change({ direction })}
              />
            )}
          </>
        )}
        {kind !== 'realAndPredicted' && <FormatField query={query} change={change} />}
        {kind === 'accuracy' && query.format === 'numeric' && (
          <Choice
            label={t('datasource.editor.number', 'Number')}
            value={query.measure ?? 'coverage95'}
            options={MEASURES.map((value) => ({ value, label: measureName(value) }))}
            onChange={(measure) => change({ measure })}
          />
        )}
        <NumberField
          label={t('datasource.editor.limit', 'Limit')}
          tooltip={t('datasource.editor.limit-series', 'At most so many series')}
          value={query.limit}
          counting
          placeholder="1000"
          onChange={(limit) => change({ limit })}
        />
      </Stack>
    </Stack>
  );
}
