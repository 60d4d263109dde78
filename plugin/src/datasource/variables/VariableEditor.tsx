import { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import type { DataSource } from '../datasource';
import { Choice } from '../editor/Choice';
import { asOptions, deviceOptions } from '../editor/options';
import { Picker } from '../editor/Picker';
import { PresageOptions, PresageQuery } from '../types';
import { CHOICES, Choice as Choices, DEFAULT_CHOICE, VariableQuery } from './types';

type Props = QueryEditorProps<DataSource, PresageQuery, PresageOptions, VariableQuery>;

/** Edits what a variable of a dashboard offers. */
export function VariableEditor({ datasource: { resources }, query, onChange }: Props) {
  const [failure, setFailure] = useState<string>();
  const { choice = DEFAULT_CHOICE, site, device, measurement, tag } = query;
  const change = (members: Partial<VariableQuery>) => onChange({ ...query, choice, ...members });
  const picker = { onFailure: setFailure, placeholder: t('datasource.editor.any', 'Any') };
  const ofDevice = choice === 'components' || choice === 'nas';
  const ofSite = choice === 'devices' || ofDevice;
  const ofMeasurement = choice === 'fields' || choice === 'tagValues';
  return (
    <Stack direction="column" gap={0}>
      {failure !== undefined && <Alert severity="error" title={failure} />}
      <Choice<Choices>
        label={t('datasource.variable.offers', 'Offers')}
        value={choice}
        options={CHOICES.map((value) => ({ value, label: choiceName(value) }))}
        onChange={(chosen) => onChange({ refId: query.refId, choice: chosen })}
      />
      {ofSite && (
        <Picker
          {...picker}
          label={t('datasource.variable.of-site', 'Of the site')}
          value={site}
          load={async () => asOptions(await sitesOf(resources))}
          onChange={(site) => change({ site })}
        />
      )}
      {ofDevice && (
        <Picker
          {...picker}
          label={t('datasource.variable.of-device', 'Of the device')}
          value={device}
          load={() => deviceOptions(resources)}
          onChange={(device) => change({ device })}
        />
      )}
      {ofMeasurement && (
        <Picker
          {...picker}
          label={t('datasource.editor.measurement', 'Measurement')}
          value={measurement}
          load={async () => asOptions(await resources.measurements())}
          onChange={(measurement) => change({ measurement })}
        />
      )}
      {choice === 'tagValues' && (
        <Picker
          {...picker}
          label={t('datasource.editor.tag', 'Tag')}
          placeholder={t('datasource.editor.choose', 'Choose')}
          value={tag}
          load={async () => asOptions(await resources.tagKeys(measurement))}
          onChange={(tag) => change({ tag })}
        />
      )}
    </Stack>
  );
}

async function sitesOf(resources: DataSource['resources']): Promise<string[]> {
  const sites = (await resources.devices()).map(({ site }) => site);
  return [...new Set(sites)].filter((site) => site !== '');
}

function choiceName(choice: Choices): string {
  switch (choice) {
    case 'devices':
      return t('datasource.variable.devices', 'Devices');
    case 'components':
      return t('datasource.variable.components', 'Components of devices');
    case 'nas':
      return t('datasource.variable.nas', 'NAS');
    case 'sites':
      return t('datasource.variable.sites', 'Sites');
    case 'incidentKinds':
      return t('datasource.variable.incident-kinds', 'Kinds of incidents');
    case 'measurements':
      return t('datasource.variable.measurements', 'Measurements');
    case 'fields':
      return t('datasource.variable.fields', 'Fields');
    case 'tagValues':
      return t('datasource.variable.tag-values', 'Values of a tag');
  }
}
