import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import React from 'react';

import { PHASES, Phase } from '../types';
import { Choice } from './Choice';
import { FormatField } from './FormatField';
import { phaseName } from './names';
import { NumberField } from './NumberField';
import { deviceOptions, kindOptions } from './options';
import { Picker } from './Picker';
import { FieldsProps } from './props';

/** What a row of incidents as numbers may show. */
const NUMBERS = ['open', 'probability', 'affected', 'leadSeconds'] as const;

/** Which incidents are meant, and how they are shown. */
export function IncidentFields({ query, resources, change, onFailure }: FieldsProps) {
  const any = t('datasource.editor.any', 'Any');
  return (
    <Stack gap={0.5} wrap="wrap">
      <Choice
        label={t('datasource.editor.state', 'State')}
        value={query.state ?? 'open'}
        options={[
          { value: 'open', label: t('datasource.state.open', 'Open') },
          { value: 'all', label: t('datasource.state.all', 'All') },
        ]}
        onChange={(state) => change({ state })}
      />
      <Choice<Phase | 'any'>
        label={t('datasource.editor.phase', 'Phase')}
        value={query.phase ?? 'any'}
        options={[{ value: 'any', label: any }, ...PHASES.map((value) => ({ value, label: phaseName(value) }))]}
        onChange={(phase) => change({ phase: phase === 'any' ? undefined : phase })}
      />
      <Picker
        label={t('datasource.editor.incident-kind', 'Incident kind')}
        value={query.incidentKind}
        load={() => kindOptions(resources)}
        onChange={(incidentKind) => change({ incidentKind })}
        onFailure={onFailure}
        placeholder={any}
      />
      <Picker
        label={t('datasource.editor.device', 'Device')}
        value={query.device}
        load={() => deviceOptions(resources)}
        onChange={(device) => change({ device })}
        onFailure={onFailure}
        placeholder={any}
      />
      <FormatField query={query} change={change} />
      {query.format === 'numeric' && (
        <Choice<string>
          label={t('datasource.editor.number', 'Number')}
          value={query.field ?? 'open'}
          options={NUMBERS.map((value) => ({ value, label: numberName(value) }))}
          onChange={(field) => change({ field })}
        />
      )}
      <NumberField
        label={t('datasource.editor.limit', 'Limit')}
        tooltip={t('datasource.editor.limit-incidents', 'At most so many incidents')}
        value={query.limit}
        counting
        placeholder="1000"
        onChange={(limit) => change({ limit })}
      />
    </Stack>
  );
}

function numberName(number: (typeof NUMBERS)[number]): string {
  switch (number) {
    case 'open':
      return t('datasource.number.open', '1 for each open incident');
    case 'probability':
      return t('datasource.number.probability', 'Probability');
    case 'affected':
      return t('datasource.number.affected', 'Subscribers affected');
    case 'leadSeconds':
      return t('datasource.number.lead', 'Seconds until it is expected');
  }
}
