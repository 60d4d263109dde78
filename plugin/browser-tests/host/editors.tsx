import {
  DataQuery,
  DataSourceApi,
  DataSourcePlugin,
  DataSourcePluginOptionsEditorProps,
  QueryEditorProps,
} from '@grafana/data';
import { Button } from '@grafana/ui';
import React, { useState } from 'react';

import { QUERY } from './page';
import { ask, timeRange } from './queries';
import { SETTINGS } from './runtime';

type Editor = React.ComponentType<
  Pick<QueryEditorProps<DataSourceApi>, 'datasource' | 'query' | 'onChange' | 'onRunQuery'>
>;

/** A query in its editor, with what is stored, and what the data source answers to it. */
export function QueryView({ source, editor: Edit }: { source: DataSourceApi; editor: Editor }) {
  const [query, setQuery] = useState<DataQuery>(QUERY);
  const [answer, setAnswer] = useState('');
  const run = async () => {
    const { data, errors } = await ask(source, query, timeRange());
    // A frame has rows; what a variable offers has texts.
    const rows = data.map((one: { length?: number; text?: string }) => one.length ?? one.text);
    setAnswer(JSON.stringify({ rows, errors: errors?.map(({ message }) => message) }));
  };
  return (
    <>
      <Edit datasource={source} query={query} onChange={setQuery} onRunQuery={() => undefined} />
      <Button onClick={run}>▶</Button>
      <output data-testid="query">{JSON.stringify(query)}</output>
      <output data-testid="answer">{answer}</output>
    </>
  );
}

/** A variable in its editor, with what it offers. */
export function VariableView({ source }: { source: DataSourceApi }) {
  const support = source.variables as unknown as { editor: Editor; query: DataSourceApi['query'] };
  return (
    <QueryView
      source={{ ...source, query: support.query.bind(support), resources: read(source) } as never}
      editor={support.editor}
    />
  );
}

const read = (source: DataSourceApi) => (source as unknown as { resources: unknown }).resources;

/** The settings of the data source, and what "Save & test" says of them. */
export function ConfigView({ source, plugin }: { source: DataSourceApi; plugin: DataSourcePlugin<DataSourceApi> }) {
  const [options, setOptions] = useState({ ...SETTINGS, secureJsonFields: {} } as unknown);
  const [said, setSaid] = useState('');
  const Edit = plugin.components.ConfigEditor as React.ComponentType<Partial<DataSourcePluginOptionsEditorProps>>;
  const test = () =>
    source.testDatasource().then(
      ({ status, message }) => setSaid(`${status}: ${message}`),
      ({ status, message }) => setSaid(`${status}: ${message}`)
    );
  return (
    <>
      <Edit options={options as never} onOptionsChange={setOptions} />
      <Button onClick={test}>Save &amp; test</Button>
      <output data-testid="said">{said}</output>
      <output data-testid="options">{JSON.stringify(options)}</output>
    </>
  );
}
