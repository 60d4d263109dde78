import { t } from '@grafana/i18n';
import { CodeEditor, FieldValidationMessage } from '@grafana/ui';
import React, { useState } from 'react';

import { queryText, readQueryText } from '../model';
import { PresageQuery } from '../types';

interface Props {
  query: PresageQuery;
  onChange: (query: PresageQuery) => void;
}

/** A query as JSON, as it is stored; taken over when the field is left, unless it is wrong. */
export function QueryCode({ query, onChange }: Props) {
  const [problem, setProblem] = useState<string>();
  const take = (written: string) => {
    const read = readQueryText(written, query);
    setProblem('problem' in read ? read.problem : undefined);
    if ('query' in read && queryText(read.query) !== queryText(query)) {
      onChange(read.query);
    }
  };
  return (
    <>
      <CodeEditor
        language="json"
        height={200}
        value={queryText(query)}
        showMiniMap={false}
        showLineNumbers
        aria-label={t('datasource.editor.code-label', 'The query as JSON')}
        onBlur={take}
        onSave={take}
      />
      {problem !== undefined && <FieldValidationMessage>{problem}</FieldValidationMessage>}
    </>
  );
}
