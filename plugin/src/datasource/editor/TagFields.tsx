import { t } from '@grafana/i18n';
import { IconButton, Stack } from '@grafana/ui';
import React, { useState } from 'react';

import { Resources } from '../resources';
import { asOptions } from './options';
import { ManyPicker, Picker } from './Picker';

interface Props {
  measurement: string;
  tags: Record<string, string | string[]>;
  resources: Resources;
  onChange: (tags: Record<string, string | string[]>) => void;
  onFailure: (words: string | undefined) => void;
}

/** The tags that series have to have, a row for each, and one more to add another. */
export function TagFields({ measurement, tags, resources, onChange, onFailure }: Props) {
  const [started, setStarted] = useState<string>();
  const set = (name: string, value: string | string[] | undefined) => {
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
        <Stack key={name} gap={0.5} alignItems="center">
          <ManyPicker
            label={name}
            tooltip={t('datasource.editor.any-of-text', 'Several values: any one of them does')}
            values={[value].flat()}
            load={valuesOf(name)}
            onChange={([first = [], ...more]) => set(name, more.length > 0 ? [first, ...more].flat() : first)}
            onFailure={onFailure}
            placeholder={t('datasource.editor.any', 'Any')}
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
