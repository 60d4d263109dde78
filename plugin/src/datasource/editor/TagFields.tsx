import { t } from '@grafana/i18n';
import { IconButton, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import { Resources } from '../resources';
import { asOptions } from './options';
import { Picker } from './Picker';

interface Props {
  measurement: string;
  tags: Record<string, string>;
  resources: Resources;
  onChange: (tags: Record<string, string>) => void;
  onFailure: (words: string | undefined) => void;
}

/** The tags that series have to have, a row for each, and one more to add another. */
export function TagFields({ measurement, tags, resources, onChange, onFailure }: Props) {
  const [started, setStarted] = useState<string>();
  const set = (name: string, value: string | undefined) => {
    const { [name]: _old, ...others } = tags;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  const valuesOf = (name: string) => async () => asOptions(await resources.tagValues(measurement, name));
  const free = async () => {
    const names = await resources.tagKeys(measurement);
    return asOptions(names.filter((name) => !(name in tags)));
  };
  return (
    <Stack direction="column" gap={0}>
      {Object.entries(tags).map(([name, value]) => (
        <Stack key={name} gap={0.5} alignItems="flex-start">
          <Picker
            label={name}
            value={value}
            load={valuesOf(name)}
            onChange={(chosen) => chosen !== undefined && set(name, chosen)}
            onFailure={onFailure}
          />
          <IconButton
            name="times"
            size="lg"
            aria-label={t('datasource.editor.remove-tag', 'Remove the tag {{name}}', {
              name,
              interpolation: { escapeValue: false },
            })}
            tooltip={t('datasource.editor.remove-tag', 'Remove the tag {{name}}', {
              name,
              interpolation: { escapeValue: false },
            })}
            onClick={() => set(name, undefined)}
          />
        </Stack>
      ))}
      <Stack gap={0.5} wrap="wrap">
        <Picker
          key={Object.keys(tags).length}
          label={t('datasource.editor.tag', 'Tag')}
          value={started}
          load={free}
          onChange={setStarted}
          onFailure={onFailure}
          placeholder={t('datasource.editor.any', 'Any')}
        />
        {started !== undefined && (
          <Picker
            label={started}
            value={undefined}
            load={valuesOf(started)}
            onChange={(value) => {
              setStarted(undefined);
              set(started, value);
            }}
            onFailure={onFailure}
            placeholder={t('datasource.editor.choose', 'Choose')}
          />
        )}
      </Stack>
    </Stack>
  );
}
