import { QueryEditorProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Alert, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import React, { useState } from 'react';

import { DataSource } from './datasource';
import { kindName } from './displayText';
import { Choice } from './editor/Choice';
import { IncidentFields } from './editor/IncidentFields';
import { QueryCode } from './editor/QueryCode';
import { SeriesFields } from './editor/SeriesFields';
import { isOfSeries } from './interpolation';
import { isNewer, migrate } from './migration';
import { ofKind } from './model';
import { Kind, KINDS, PresageOptions, PresageQuery, QUERY_VERSION } from './types';

type Props = QueryEditorProps<DataSource, PresageQuery, PresageOptions>;
type Mode = 'builder' | 'code';

/** Edits a query with pickers, or as the JSON that is stored. */
export function QueryEditor({ datasource, query: stored, onChange, onRunQuery }: Props) {
  const [mode, setMode] = useState<Mode>('builder');
  const [failure, setFailure] = useState<string>();
  const query = migrate(stored);
  const take = (changed: PresageQuery) => {
    onChange(changed);
    onRunQuery();
  };
  const change = (members: Partial<PresageQuery>) => take(without({ ...query, ...members }));
  const fields = { query, resources: datasource.resources, change, onFailure: setFailure };
  return (
    <Stack direction="column" gap={1}>
      {isNewer(query) && (
        <Alert
          severity="warning"
          title={t('datasource.editor.newer', 'This query was saved by a newer version of the plugin')}
        >
          <Trans i18nKey="datasource.editor.newer-text" values={{ version: query.version, own: QUERY_VERSION }}>
            {'It is of version {{version}}, this plugin knows version {{own}}. Update the plugin before you change it.'}
          </Trans>
        </Alert>
      )}
      {failure !== undefined && <Alert severity="error" title={failure} />}
      <Stack justifyContent="space-between" alignItems="flex-start" wrap="wrap" gap={1}>
        <Choice
          label={t('datasource.editor.kind', 'Show')}
          value={query.kind ?? 'realAndPredicted'}
          options={KINDS.map((value) => ({ value, label: kindName(value) }))}
          onChange={(kind) => take(ofKind(query, kind))}
        />
        <RadioButtonGroup<Mode>
          size="sm"
          aria-label={t('datasource.editor.mode', 'How the query is edited')}
          value={mode}
          options={[
            { value: 'builder', label: t('datasource.editor.builder', 'Builder') },
            { value: 'code', label: t('datasource.editor.code', 'Code') },
          ]}
          onChange={setMode}
        />
      </Stack>
      {mode === 'code' ? <QueryCode query={query} onChange={take} /> : <Builder {...fields} />}
    </Stack>
  );
}

function Builder(props: React.ComponentProps<typeof SeriesFields>) {
  if (isOfSeries(props.query)) {
    return <SeriesFields {...props} />;
  }
  if (props.query.kind === 'incidents') {
    return <IncidentFields {...props} />;
  }
  return <Text color="secondary">{explanation(props.query.kind)}</Text>;
}

/** What a query shows that has nothing to choose. */
function explanation(kind: Kind | undefined): string {
  switch (kind) {
    case 'devices':
      return t('datasource.editor.devices-text', 'Every device, how it is doing and why.');
    case 'status':
      return t('datasource.editor.status-text', 'How old the newest sample is, and how Presage itself is doing.');
    default:
      return t('datasource.editor.topology-text', 'Devices and how they are reached, for the node graph panel.');
  }
}

/** The query without members that are undefined: what is stored has no place for them. */
function without(query: PresageQuery): PresageQuery {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), refId: query.refId };
}
