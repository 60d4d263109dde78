import { DataSourceSettings } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';

import { ConfigEditor } from './ConfigEditor';
import { PresageOptions, PresageSecrets } from './types';

type Settings = DataSourceSettings<PresageOptions, PresageSecrets>;

/** The editor of settings, which keeps what is changed; answers the newest settings. */
function configure(token: boolean) {
  const start = { jsonData: {}, secureJsonFields: { token } } as unknown as Settings;
  const seen = { settings: start };
  function Host() {
    const [options, setOptions] = useState(start);
    const change = (changed: Settings) => {
      seen.settings = changed;
      setOptions(changed);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  render(<Host />);
  return seen;
}

describe('the settings of the data source', () => {
  it('take a token and keep it out of what is readable', () => {
    const seen = configure(false);
    fireEvent.change(screen.getByLabelText(/^Token/), { target: { value: 'secret' } });
    expect(seen.settings.secureJsonData).toEqual({ token: 'secret' });
    expect(JSON.stringify(seen.settings.jsonData)).not.toContain('secret');
  });

  it('let a token that is set be replaced but not read', () => {
    const seen = configure(true);
    expect(screen.getByLabelText(/^Token/)).toBeDisabled();
    fireEvent.click(screen.getByRole('button', { name: /reset/i }));
    expect(seen.settings.secureJsonFields).toEqual({ token: false });
    expect(screen.getByLabelText(/^Token/)).toBeEnabled();
  });

  it('say where the address is set', () => {
    configure(false);
    expect(screen.getByText(/grpc_address/)).toBeInTheDocument();
  });
});
