import '@testing-library/jest-dom';

import { render, screen } from '@testing-library/react';
import React from 'react';

import { PROTOCOL } from '../../datasource/types';
import { Device } from '../devices/answers';
import { Health, SourceReport, Status } from './answers';
import { checksOf, compareVersions } from './checks';
import { CheckList } from './CheckList';
import { Configuration } from './Configuration';
import { SourceList } from './SourceList';
import { unhealthy } from './StatusView';

// A link of Grafana wants its own router.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  TextLink: ({ href, children }: React.ComponentProps<'a'>) => <a href={href}>{children}</a>,
}));

const STATUS: Status = {
  ...{ version: '0.1.0', network: 'demo', zone: 'Europe/Berlin', now: 3_600_000 },
  store: { kind: 'embedded', available: true, waiting: 0, problem: null },
  sources: [{ name: 'billing', files: 2, lines: 1234, unreadable: {}, newest: 3_500_000 }],
};
const HEALTH: Health = { status: 'OK', message: '', details: { protocol: PROTOCOL, newestSampleAge: 20_000 } };
const devices = (...states: string[]) => states.map((state) => ({ state }) as Device);

const checks = (status: Partial<Status> = {}, health: Partial<Health> = {}, plugin = '0.1.0', all = devices('up')) =>
  Object.fromEntries(
    checksOf({ ...STATUS, ...status }, { ...HEALTH, ...health }, all, plugin).map((one) => [one.id, one])
  );

describe('the checks', () => {
  it('are all well when all is well', () => {
    expect(Object.values(checks()).map(({ id, level }) => [id, level])).toEqual([
      ['version', 'ok'],
      ['store', 'ok'],
      ['newest', 'ok'],
      ['source billing', 'ok'],
      ['devices', 'ok'],
    ]);
  });

  it('tell which of plugin and backend is older, and when they do not understand each other', () => {
    expect(checks({}, {}, '0.2.0').version).toMatchObject({ level: 'warning', advice: /backend is older/ });
    expect(checks({}, {}, '0.0.9').version).toMatchObject({ level: 'warning', advice: /plugin is older/ });
    for (const details of [{ protocol: PROTOCOL + 1 }, { protocol: PROTOCOL - 1 }, {}]) {
      const { level, advice } = checks({}, { details }).version;
      expect([level, advice === undefined]).toEqual(['error', false]);
    }
    expect(checks({}, {}, '').version).toMatchObject({ level: 'ok', fact: `Backend 0.1.0, protocol ${PROTOCOL}` });
    expect(checks().version.fact).toBe(`Plugin 0.1.0, backend 0.1.0, protocol ${PROTOCOL}`);
    expect(compareVersions('0.10.0', '0.9.3')).toBeGreaterThan(0);
    expect(compareVersions('1.2.3-rc.1', '1.2.3')).toBe(0);
  });

  it('say what to do when something is wrong', () => {
    const store = { kind: 'influx', available: false, waiting: 12, problem: 'refused' };
    expect(checks({ store }).store).toMatchObject({ level: 'error', fact: 'InfluxDB: refused' });
    const old = { details: { protocol: PROTOCOL, newestSampleAge: 16 * 60_000 } };
    expect(checks({}, old).newest).toMatchObject({ level: 'error', fact: '16 min ago' });
    const none = { details: { protocol: PROTOCOL, newestSampleAge: null } };
    expect(checks({}, none).newest.level).toBe('warning');
    const source = { ...STATUS.sources[0], problem: 'no such file' };
    expect(checks({ sources: [source] })['source billing']).toMatchObject({ level: 'error', fact: /no such file/ });
    expect(checks({ sources: [{ ...STATUS.sources[0], files: 0 }] })['source billing'].level).toBe('warning');
    const received = { ...STATUS.sources[0], files: 0, listening: ['tcp 127.0.0.1:5514'] };
    expect(checks({ sources: [received] })['source billing']).toMatchObject({
      level: 'ok',
      fact: /received at tcp 127\.0\.0\.1:5514/,
    });
    const deaf = { ...received, listening: [] };
    expect(checks({ sources: [deaf] })['source billing']).toMatchObject({ level: 'warning', advice: /tried again/ });
    const taken = { ...deaf, problem: 'tcp 127.0.0.1:5514 is in use' };
    expect(checks({ sources: [taken] })['source billing']).toMatchObject({ level: 'error', advice: /its port free/ });
    const file = { file: 'devices.yml', problem: 'devices.yml:4:5: devices[0].address: found nothing' };
    expect(checks({ devices: file })['devices file']).toMatchObject({ level: 'error', fact: file.problem });
    expect(checks({ devices: { ...file, problem: null } })).not.toHaveProperty('devices file');
    const states = (...all: string[]) => checks({}, {}, '0.1.0', devices(...all)).devices.level;
    expect([states(), states('up', 'unreachable'), states('unreachable')]).toEqual(['ok', 'warning', 'error']);
    expect([states('up', 'auth failed'), states('wrong profile'), states('new')]).toEqual(['warning', 'warning', 'ok']);
  });

  it('tell the rate of a log source and what is not read yet, where the backend knows', () => {
    const source = { ...STATUS.sources[0], linesPerSecond: 99.4, unreadOctets: 2_000_000 };
    expect(checks({ sources: [source] })['source billing'].fact).toBe(
      'files: 2, lines read: 1,234, 99 lines/s, newest line 2 min ago, not read yet: 2 MB'
    );
    expect(checks()['source billing'].fact).toBe('files: 2, lines read: 1,234, newest line 2 min ago');
  });

  it('are shown with their fact, and what to do', () => {
    render(<CheckList checks={[{ id: 'a', name: 'Store', level: 'error', fact: 'away', advice: 'Start it.' }]} />);
    const item = screen.getByRole('listitem');
    expect(item).toHaveTextContent('Store');
    expect(item).toHaveTextContent('away');
    expect(item).toHaveTextContent('Start it.');
  });
});

test('an ill health is read from the failure of the request', () => {
  const data = { status: 'ERROR', message: 'the store is away', details: { protocol: 1 } };
  expect(unhealthy({ status: 400, data })).toEqual(data);
  expect(unhealthy({ status: 502, data: { message: 'Bad gateway' } })).toBeUndefined();
  expect(unhealthy(new Error('x'))).toBeUndefined();
});

test('what is configured where is told to administrators', () => {
  const { rerender } = render(<Configuration uid="u/1" admin={false} />);
  expect(screen.queryByRole('link')).toBeNull();
  rerender(<Configuration uid="u/1" admin />);
  expect(screen.getByRole('link')).toHaveAttribute('href', '/connections/datasources/edit/u%2F1');
  expect(screen.getByText('snmp, devices')).toBeInTheDocument();
});

describe('the log sources', () => {
  const SOURCE: SourceReport = {
    ...{ name: 'billing', format: 'billing-radius', lines: 1000, unreadable: { 'cut short': 2, new: 30 } },
    examples: { 'cut short': '<b>Apr 30</b>', new: 'strange \\x00' },
    ...{ linesPerSecond: 9.66, lagSeconds: 120, silentSeconds: 0, unreadOctets: 1500 },
    files: [
      { path: '/log/radius.log', offset: 500, size: 2000 },
      { path: '/log/radius.log.1', offset: 7000, size: 7000 },
    ],
    receiver: null,
  };

  it('show how they are read, and an example of each reason as it is written, the most frequent first', () => {
    render(<SourceList sources={[SOURCE]} />);
    const source = screen.getByRole('region', { name: 'billing' });
    expect(source).toHaveTextContent('Lines a second9.7');
    expect(source).toHaveTextContent('Behind by2 min');
    expect(source).toHaveTextContent('Not read yet1.50 kB');
    expect(source).toHaveTextContent('/log/radius.log · 500 B / 2 kB');
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
    expect(rows).toEqual(['ReasonLinesLatest example', 'new30strange \\x00', 'cut short2<b>Apr 30</b>']);
    expect(source).toHaveTextContent('personal data');
  });

  it('say why there are no examples, or that nothing is unreadable', () => {
    const { rerender } = render(<SourceList sources={[{ ...SOURCE, examples: {} }]} />);
    expect(screen.getByText(/Viewers get none/)).toBeInTheDocument();
    expect(screen.queryByText('Latest example')).toBeNull();
    rerender(<SourceList sources={[{ ...SOURCE, unreadable: {}, examples: {} }]} />);
    expect(screen.getByText('Every line could be read.')).toBeInTheDocument();
  });

  it('show who sends and what was not taken', () => {
    const receiver = {
      listening: ['udp 127.0.0.1:5514'],
      peers: [{ address: '10.0.1.7', messages: 1234, last: 1, connections: 1 }],
      refused: { 'message too long': 3 },
    };
    render(<SourceList sources={[{ ...SOURCE, files: [], receiver }]} />);
    const source = screen.getByRole('region', { name: 'billing' });
    expect(source).toHaveTextContent('Received atudp 127.0.0.1:5514');
    expect(source).toHaveTextContent('10.0.1.7 · messages: 1,234');
    expect(source).toHaveTextContent('message too long: 3');
    expect(source).not.toHaveTextContent('Files');
  });
});
