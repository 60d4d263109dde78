import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { limitsOf, readConfiguration } from '../configuration.ts';
import { v2c } from '../model/credentials.ts';
import { polledDevices } from '../polled-devices.ts';

const repository = resolve(import.meta.dirname, '../../..');
const example = join(repository, 'presage.example.yml');

/** Reads a text as a configuration file in a folder of its own. */
function read(text: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-example-'));
  const path = join(folder, 'presage.yml');
  writeFileSync(path, text);
  try {
    return { ...readConfiguration(path, environment), folder };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the example is valid, and shows the defaults of what may be left out', () => {
  const shown = readConfiguration(example, {});
  const { folder, ...least } = read(
    'network: Volga Telecom\nzone: Europe/Ulyanovsk\nlogs: [{name: billing, format: billing-radius, files: ["/var/log/radius/radius.log*"], zone: Europe/Ulyanovsk}]',
  );
  expect({ ...shown, data: '' }).toEqual({ ...least, data: '' });
  expect(shown.data).toBe(join(repository, 'presage-data'));
  expect(least.data).toBe(join(folder, 'presage-data'));
  expect(readConfiguration(example, { PRESAGE_PORT: '4600' }).serve.port).toBe(4600);
});

test('its part about InfluxDB is valid once it is uncommented, and keeps the password to itself', () => {
  const text = readFileSync(example, 'utf8')
    .replace('store:\n  type: embedded\n', '')
    .replace(/# store:\n(#.*\n)+/, (block) => block.replace(/^# /gm, ''));
  const { store } = read(text, { INFLUX_PASSWORD: 'hunter2' });
  expect(store).toMatchObject({
    type: 'influx',
    url: 'http://127.0.0.1:8086',
    database: 'presage',
    queue_limit: 1_000_000,
  });
  expect(JSON.stringify(store)).not.toContain('hunter2');
  expect(() => read(text)).toThrow(/the environment variable INFLUX_PASSWORD is not set/);
});

test('its credentials are valid once they are uncommented, and keep the secrets to themselves', () => {
  const text = readFileSync(example, 'utf8')
    .replace('  credentials: {}\n', '  credentials:\n')
    .replace(/^ {2}# {3}.*\n/gm, (line) => line.replace('# ', '  '))
    .replace('# default_credentials', 'default_credentials')
    .replace('devices: []', 'devices: [{id: a, address: x}]');
  const secrets = { SNMP_AUTH: 'hunter2-auth', SNMP_PRIVACY: 'hunter2-privacy', SNMP_COMMUNITY: 'hunter2' };
  const configuration = read(text, secrets);
  expect(polledDevices(configuration)[0]?.access.credentials).toEqual([
    {
      ...{ version: '3', user: 'presage', context: '' },
      auth: { protocol: 'sha256', password: 'hunter2-auth' },
      privacy: { protocol: 'aes128', password: 'hunter2-privacy' },
    },
    v2c('hunter2'),
  ]);
  expect(JSON.stringify(configuration)).not.toContain('hunter2');
});

test('its part about devices is valid once it is uncommented, and keeps the community to itself', () => {
  const text = readFileSync(example, 'utf8')
    .replace(/^(devices: \[\]|incidents: \{\})\n/gm, '')
    .replace(/# (devices|incidents):\n(#.*\n)+/g, (block) => block.replace(/^# /gm, ''));
  const configuration = read(text, { BRAS_COMMUNITY: 'hunter2' });
  expect(configuration.incidents).toMatchObject({ memory: false, 'link-load': { threshold: 85, raise_after: 2 } });
  expect(polledDevices(configuration)).toMatchObject([
    {
      device: { id: 'core-1', name: 'Core router', pollPeriod: 60_000 },
      access: { port: 161, credentials: [v2c('public')] },
    },
    {
      device: { id: 'bras-1', parent: 'core-1', nas: ['192.0.2.1'], subscribers: 1200, address: '10.0.0.2:1161' },
      access: {
        host: '10.0.0.2',
        port: 1161,
        credentials: [v2c('hunter2')],
        timeout: 2000,
        retries: 1,
        profile: 'cisco-ios',
      },
    },
  ]);
  expect(JSON.stringify(configuration)).not.toContain('hunter2');
  const limits = limitsOf(configuration);
  expect(limits('temperature', { device: 'bras-1' })).toMatchObject({ above: 60 });
  expect(limits('memory', { device: 'bras-1' })).toBe(false);
  expect(limits('temperature', { device: 'core-1' })).toBeUndefined();
  const merged = read(
    'incidents: {cpu: {threshold: 80}, memory: false}\ndevices: [{id: a, address: x, incidents: {cpu: {raise_after: 5}, memory: {clear: 50}}}]',
  );
  expect(limitsOf(merged)('cpu', { device: 'a' })).toMatchObject({ above: 80, raiseAfter: 5 });
  expect(limitsOf(merged)('memory', { device: 'a' })).toMatchObject({ clear: 50 });
  expect(limits('link-load', { nas: '192.0.2.1' })).toMatchObject({
    above: 85,
    clear: 75,
    raiseAfter: 2,
    clearAfter: 3,
  });
});

test('devices may stand in a file of their own, which is checked too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-devices-'));
  const path = join(folder, 'presage.yml');
  const readWith = (devices: string | undefined, more = '') => {
    writeFileSync(
      path,
      `devices_file: devices.yml\nsnmp: {credentials: {access: {version: 2c, community: x}}}\n${more}`,
    );
    if (devices !== undefined) writeFileSync(join(folder, 'devices.yml'), devices);
    return readConfiguration(path, {});
  };
  try {
    expect(() => readWith(undefined)).toThrow(/devices\.yml: there is no such file/);
    const { devices, devices_file: file } = readWith(
      'devices: [{id: a, address: 10.0.0.1, credentials: access, role: core, services: [IPTV]}]',
    );
    expect(file).toBe(join(folder, 'devices.yml'));
    expect(devices).toMatchObject([{ id: 'a', role: 'core', services: [{ name: 'IPTV' }] }]);
    expect(() => readWith('devices: [{id: a, address: 10.0.0.1, credentials: core}]')).toThrow(
      /devices\.yml:1:\d+: devices\[0\]\.credentials.*expected a name of snmp\.credentials: access/,
    );
    expect(() => readWith('device: []')).toThrow(/devices\.yml:1:1: device: unknown key, did you mean devices/);
    expect(() => readWith('devices: []', 'devices: [{id: a, address: 10.0.0.1}]')).toThrow(
      /presage\.yml:1:15: devices_file: .*expected devices or devices_file, not both/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
