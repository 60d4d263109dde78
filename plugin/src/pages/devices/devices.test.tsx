import '@testing-library/jest-dom';

import { fireEvent, render, screen, within } from '@testing-library/react';
import React, { useState } from 'react';

import { Component, Device, DeviceLoad, DeviceState } from './answers';
import { DeviceFacts } from './DeviceFacts';
import { DeviceList } from './DeviceList';
import { chosenRows, deviceRows, interfaceOptions, stateCounts } from './rows';
import { reasonWords } from './words';

// A link of Grafana wants its own router.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  TextLink: ({ href, children }: React.ComponentProps<'a'>) => <a href={href}>{children}</a>,
}));

const device = (id: string, more: Partial<Device> = {}): Device => ({
  ...{ id, name: id, address: '192.0.2.1:161', site: '', parent: null, subscribers: null, nas: [], state: 'up' },
  ...{ reason: '', cause: null, stateSince: null, lastAnswer: null, profile: null, sysName: null, sysDescr: null },
  ...{ uptimeSeconds: null, responseMilliseconds: null, components: [], incidents: [] },
  ...more,
});
const port = (id: string, name: string, operStatus: string): Component => ({
  ...{ kind: 'interface', id, name, alias: '', speedBitsPerSecond: null, operStatus },
});
const DEVICES = [
  device('bras-10', { site: 'North', nas: ['10.0.0.10'] }),
  device('bras-2', { cpuPercent: 41.4, components: [port('if1', 'Ge0/1', 'up')] }),
  device('dead', { state: 'unreachable', cause: { code: 'no-answer', since: 0, polls: 3 }, reason: 'words' }),
  device('hurt', { incidents: ['i1'] }),
];
const LOADS: DeviceLoad[] = [
  { device: 'bras-2', component: 'if1', field: 'out_bits_per_second', load: 0.62, expected: 0.93, expectedAt: 1 },
];

describe('the rows of devices', () => {
  it('show the worst state first, then who has incidents, then names as people count', () => {
    expect(deviceRows(DEVICES, LOADS).map(({ id }) => id)).toEqual(['dead', 'hurt', 'bras-2', 'bras-10']);
  });

  it('put what refuses the credentials behind what does not answer, and before what is only slow', () => {
    const states: DeviceState[] = ['slow', 'auth failed', 'unreachable', 'wrong profile', 'faulty'];
    const rows = deviceRows(
      states.map((state) => device(state, { state })),
      []
    );
    expect(rows.map(({ id }) => id)).toEqual(['unreachable', 'auth failed', 'faulty', 'wrong profile', 'slow']);
  });

  it('are found by every word, and by state', () => {
    const rows = deviceRows(DEVICES, LOADS);
    const found = (search: string, states: DeviceState[] = []) => chosenRows(rows, search, states).map(({ id }) => id);
    expect(found('BRAS 10.0.0.10')).toEqual(['bras-10']);
    expect(found('bras', ['unreachable'])).toEqual([]);
    expect(found('', ['unreachable'])).toEqual(['dead']);
    expect(stateCounts(DEVICES)).toEqual([
      ['unreachable', 1],
      ['up', 3],
    ]);
  });
});

describe('why a device is not up', () => {
  it('is said in the words of the reader where the backend gives more than words', () => {
    const words = (more: Partial<Device>) => reasonWords(device('a', more));
    expect(words({ cause: { code: 'no-answer', since: 0, polls: 3 } })).toContain('192.0.2.1:161');
    expect(words({ cause: { code: 'slow-answer', took: 900 } })).toContain('900');
    expect(words({ cause: { code: 'slow-poll', took: 61_240, period: 60_000 } })).toContain('61.2');
    expect(words({ cause: { code: 'not-asked' } })).not.toBe('');
    const profiles = words({ cause: { code: 'wrong-profile', profile: 'cisco-ios', fitting: 'linux' } });
    expect(profiles).toContain('cisco-ios');
    expect(profiles).toContain('set linux');
    const faults = [
      'user',
      'password',
      'privacy',
      'level',
      'context',
      'time',
      'rights',
      'engine',
      'cipher',
      'other',
    ] as const;
    const refusals = faults.map((fault) => words({ cause: { code: 'auth-failed', fault } }));
    expect(new Set(refusals).size).toBe(faults.length);
    expect(words({ reason: 'no cpu' })).toBe('no cpu');
    expect(reasonWords({ address: '', reason: 'an older backend' })).toBe('an older backend');
  });
});

describe('the list of devices', () => {
  function Page() {
    const [search, onSearch] = useState('');
    const [states, onStates] = useState<DeviceState[]>([]);
    return <DeviceList devices={DEVICES} loads={LOADS} {...{ search, states, onSearch, onStates }} />;
  }
  const names = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

  it('links each device, and says what it measures and where its load goes', () => {
    render(<Page />);
    expect(names()).toEqual(['dead', 'hurt', 'bras-2', 'bras-10']);
    expect(screen.getByRole('link', { name: 'dead' })).toHaveAttribute('href', '/a/presage-netops-app/devices/dead');
    const row = within(screen.getByRole('link', { name: 'bras-2' }).closest('tr')!);
    expect(row.getByText('41 %')).toBeInTheDocument();
    expect(row.getByText('Ge0/1, out')).toBeInTheDocument();
    expect(row.getByText(/93 %/)).toBeInTheDocument();
  });

  it('is narrowed by search and state, and says when nothing is left', () => {
    render(<Page />);
    fireEvent.click(screen.getByRole('button', { name: /Not answering: 1/ }));
    expect(names()).toEqual(['dead']);
    fireEvent.change(screen.getByLabelText('Search devices'), { target: { value: 'bras' } });
    expect(screen.queryAllByRole('link')).toEqual([]);
    expect(screen.getByText('No device matches what is looked for.')).toBeInTheDocument();
  });
});

test('a device shows its neighbours and leaves out what it has not told', () => {
  const child = device('child', { name: 'Access 1', parent: 'a', state: 'slow' });
  const one = device('a', { parent: 'core', subscribers: 1200 });
  render(<DeviceFacts device={one} devices={[one, child, device('core', { name: 'Core' })]} />);
  expect(screen.getByRole('link', { name: 'Core' })).toHaveAttribute('href', '/a/presage-netops-app/devices/core');
  expect(screen.getByRole('link', { name: 'Access 1' }).parentElement).toHaveTextContent('Access 1 (Slow)');
  expect(screen.getByText('1,200')).toBeInTheDocument();
  expect(screen.queryByText('Up for')).toBeNull();
});

describe('what was read from a device that does not answer', () => {
  const silent = device('dead', {
    state: 'unreachable',
    cpuPercent: 41.4,
    uptimeSeconds: 7200,
    responseMilliseconds: 3,
  });

  it('is called what was known last in the list, and what is forecast of it is left out', () => {
    const loads = LOADS.map((load) => ({ ...load, device: 'dead' }));
    render(
      <DeviceList devices={[silent]} {...{ loads, search: '', states: [] }} onSearch={jest.fn()} onStates={jest.fn()} />
    );
    expect(screen.getByText('41 %').closest('td')).toHaveTextContent('41 %last known');
    expect(screen.getByText('62 %').closest('td')).toHaveTextContent('last known');
    expect(screen.getAllByText('last known')).toHaveLength(2);
    expect(screen.queryByText(/expected/)).toBeNull();
  });

  it('is called so on its page, while that of a device that answers is not', () => {
    const { rerender } = render(<DeviceFacts device={silent} devices={[]} />);
    for (const name of ['Up for', 'Answers within']) {
      expect(screen.getByText(name).parentElement).toHaveTextContent('last known');
    }
    rerender(<DeviceFacts device={{ ...silent, state: 'up' }} devices={[]} />);
    expect(screen.getByText('Up for').parentElement).toHaveTextContent('2 hr');
    expect(screen.queryByText('last known')).toBeNull();
  });
});

test('interfaces to choose from are those that are up first, by name', () => {
  const components = [
    port('c', 'Ge0/10', 'up'),
    port('d', '', 'up'),
    port('b', 'Ge0/2', 'up'),
    port('a', 'Ge0/1', 'down'),
  ];
  expect(interfaceOptions(components).map(({ value, text }) => [value, text])).toEqual([
    ['d', 'd'],
    ['b', 'Ge0/2'],
    ['c', 'Ge0/10'],
    ['a', 'Ge0/1'],
  ]);
});
