import { Combobox, ComboboxOption } from '@grafana/ui';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';

import { DataSource } from './datasource';
import { QueryEditor } from './QueryEditor';
import { Resources } from './resources';
import { PresageQuery } from './types';

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getTemplateSrv: () => ({ getVariables: () => [{ name: 'device' }] }),
}));
// The editor of code needs Monaco, which Grafana loads; lists of options need a layout, which jsdom has not.
jest.mock('@grafana/ui', () => {
  const { useState } = jest.requireActual<typeof React>('react');
  const SimpleCombobox = ({ id, options, onChange }: React.ComponentProps<typeof Combobox<string>>) => {
    const [shown, setShown] = useState<Array<ComboboxOption<string>>>([]);
    return (
      <>
        <input id={id} onClick={async () => setShown(await (Array.isArray(options) ? options : options('')))} />
        {shown.map((option) => (
          <button key={option.value} role="option" aria-selected={false} onClick={() => onChange(option)}>
            {option.label ?? option.value}
          </button>
        ))}
      </>
    );
  };
  return {
    ...jest.requireActual('@grafana/ui'),
    Combobox: SimpleCombobox,
    MultiCombobox: () => null,
    CodeEditor: ({ value, onBlur }: { value: string; onBlur: (text: string) => void }) => (
      <textarea aria-label="code" defaultValue={value} onBlur={(event) => onBlur(event.currentTarget.value)} />
    ),
  };
});

const ANSWERS: Record<string, unknown> = {
  measurements: ['cpu', 'radius'],
  kinds: [{ kind: 'link-load', title: 'Link is full' }],
};

/** The editor of a query, which keeps what is changed; answers the newest query and how often it was run. */
function edit(start: PresageQuery, ask = async (path: string) => ANSWERS[path]) {
  const seen = { query: start, runs: 0 };
  const datasource = { resources: new Resources(ask, Date.now) } as DataSource;
  function Host() {
    const [query, setQuery] = useState(start);
    const change = (changed: PresageQuery) => {
      seen.query = changed;
      setQuery(changed);
    };
    return <QueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={() => seen.runs++} />;
  }
  render(<Host />);
  return seen;
}

async function open(label: string) {
  await act(async () => fireEvent.click(screen.getByLabelText(label)));
}

async function choose(label: string, option: string) {
  await open(label);
  fireEvent.click(screen.getByRole('option', { name: option }));
}

describe('the query editor', () => {
  it('chooses from what the backend knows, and runs the query', async () => {
    const seen = edit({ refId: 'A', measurement: 'radius' });
    await choose('Measurement', 'cpu');
    expect(seen).toEqual({ query: { refId: 'A', version: 1, measurement: 'cpu' }, runs: 1 });
  });

  it('offers the variables of the dashboard', async () => {
    const seen = edit({ refId: 'A', kind: 'incidents' });
    await choose('Incident kind', '$device');
    expect(seen.query.incidentKind).toBe('$device');
  });

  it('shows for each kind what it has a use for', async () => {
    const seen = edit({ refId: 'A', kind: 'series', measurement: 'cpu' });
    expect(screen.queryByLabelText('Phase')).toBeNull();
    await choose('Show', 'Incidents');
    expect(screen.getByLabelText('Phase')).toBeInTheDocument();
    expect(screen.queryByLabelText('Measurement')).toBeNull();
    expect(seen.query).toEqual({ refId: 'A', version: 1, kind: 'incidents' });
  });

  it('lets the newest forecast reach seven days', async () => {
    const seen = edit({ refId: 'A', kind: 'forecast' });
    await choose('Reaches', '7 days ahead');
    expect(seen).toEqual({ query: { refId: 'A', version: 1, kind: 'forecast', horizon: 'week' }, runs: 1 });
    await choose('Made', 'One step before');
    expect(screen.queryByLabelText('Reaches')).toBeNull();
  });

  it('takes over a threshold that is a number, and no other', () => {
    const seen = edit({ refId: 'A' });
    const field = screen.getByLabelText('Threshold');
    fireEvent.change(field, { target: { value: 'ninety' } });
    fireEvent.blur(field);
    expect(seen.runs).toBe(0);
    fireEvent.change(field, { target: { value: '90' } });
    fireEvent.blur(field);
    expect(seen.query.threshold).toBe(90);
    fireEvent.change(field, { target: { value: '' } });
    fireEvent.blur(field);
    expect(seen.query).not.toHaveProperty('threshold');
  });

  it('removes a tag', () => {
    const seen = edit({ refId: 'A', tags: { nas: 'x', device: 'y' } });
    fireEvent.click(screen.getByRole('button', { name: 'Remove the tag nas' }));
    expect(seen.query.tags).toEqual({ device: 'y' });
  });

  it('says why there is nothing to choose', async () => {
    edit({ refId: 'A' }, () => Promise.reject({ status: 502, data: {} }));
    await open('Measurement');
    expect(await screen.findByText(/Presage does not answer/)).toBeInTheDocument();
  });

  it('edits the query as JSON, and takes over none that is wrong', () => {
    const seen = edit({ refId: 'A', kind: 'series' });
    fireEvent.click(screen.getByLabelText('Code'));
    const code = screen.getByLabelText('code');
    fireEvent.change(code, { target: { value: '{"kind": "serie"}' } });
    fireEvent.blur(code);
    expect(screen.getByText('kind cannot be "serie"')).toBeInTheDocument();
    expect(seen.runs).toBe(0);
    fireEvent.change(code, { target: { value: '{"kind": "topology"}' } });
    fireEvent.blur(code);
    expect(seen).toEqual({ query: { refId: 'A', kind: 'topology' }, runs: 1 });
  });

  it('warns of a query that a newer plugin has saved', () => {
    edit({ refId: 'A', version: 2 });
    expect(screen.getByText(/saved by a newer version of the plugin/)).toBeInTheDocument();
  });
});
