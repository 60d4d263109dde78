import { t } from '@grafana/i18n';
import React from 'react';

import { FORMATS } from '../types';
import { Choice } from './Choice';
import { formatName } from './names';
import { FieldsProps } from './props';

/** The shape of the answer; the backend chooses one by the kind of the query. */
export function FormatField({ query, change }: Pick<FieldsProps, 'query' | 'change'>) {
  return (
    <Choice
      label={t('datasource.editor.format', 'Format')}
      tooltip={t(
        'datasource.editor.format-text',
        'Numbers are one value a series or incident, as alert rules take them'
      )}
      value={query.format ?? 'default'}
      options={[
        { value: 'default', label: t('datasource.editor.format-default', 'As usual for the kind') },
        ...FORMATS.map((value) => ({ value, label: formatName(value) })),
      ]}
      onChange={(format) => change({ format: format === 'default' ? undefined : format })}
    />
  );
}
