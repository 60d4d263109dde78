import { render, screen } from '@testing-library/react';
import React, { useState } from 'react';

import { DataSource } from '../datasource';
import { Resources } from '../resources';
import { VariableQuery } from './types';
import { VariableEditor } from './VariableEditor';

function edit(start: VariableQuery) {
  const datasource = { resources: new Resources(async () => [], Date.now) } as DataSource;
  function Host() {
    const [query, setQuery] = useState(start);
    return <VariableEditor datasource={datasource} query={query} onChange={setQuery} onRunQuery={() => undefined} />;
  }
  render(<Host />);
}

beforeAll(() => {
  const canvas = { measureText: (text: string) => ({ width: 8 * text.length }) };
  HTMLCanvasElement.prototype.getContext = (() => canvas) as unknown as HTMLCanvasElement['getContext'];
});

describe('the editor of a variable', () => {
  it.each([
    [undefined, ['Of the site']],
    ['components' as const, ['Of the site', 'Of the device']],
    ['incidentKinds' as const, []],
    ['tagValues' as const, ['Measurement', 'Tag']],
  ])('that offers %s asks for nothing it has no use for', (choice, labels) => {
    edit({ refId: 'A', ...(choice ? { choice } : {}) });
    const all = ['Of the site', 'Of the device', 'Measurement', 'Tag'];
    expect(all.filter((label) => screen.queryByLabelText(label))).toEqual(labels);
    expect(screen.getByLabelText('Offers')).toBeInTheDocument();
  });

  it('shows what is chosen', () => {
    edit({ refId: 'A', choice: 'components', device: '$device' });
    expect(screen.getByLabelText('Of the device')).toHaveValue('$device');
    expect(screen.getByLabelText('Offers')).toHaveValue('Components of devices');
  });
});
