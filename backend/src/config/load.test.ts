import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfiguration, parseConfiguration } from './load.ts';
import { configurationSchema } from './schema.ts';
import { readableFile, secret, secretFile } from './values.ts';

const store = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('embedded') }),
  z.strictObject({
    type: z.literal('influx'),
    url: z.url(),
    password: secret().optional(),
    password_file: secretFile('/').optional(),
  }),
]);
const parts = {
  community: secret(),
  communityFile: secretFile('/etc/presage'),
  password: secret(8),
  passwordFile: secretFile('/etc/presage', 8),
  file: readableFile('/etc'),
  key: secret(16),
  keyFile: secretFile('/etc/presage', 16),
  profiles: ['cisco-ios'],
  kinds: ['cpu', 'link-load'],
};
const schema = configurationSchema({ formats: ['billing-radius'], template: 'template', store, ...parts });
const parse = (text: string, environment: NodeJS.ProcessEnv = {}) =>
  parseConfiguration(schema, `store: {type: embedded}\n${text}`, 'presage.yml', environment);
const problems = (text: string, environment: NodeJS.ProcessEnv = {}) => {
  try {
    parse(text, environment);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  throw new Error('the configuration was accepted');
};

describe('a valid configuration', () => {
  test('is filled with defaults', () => {
    const configuration = parse('zone: Europe/Ulyanovsk');
    expect(configuration.serve).toEqual({ host: '127.0.0.1', port: 4500, insecure: false });
    expect(configuration.logs).toEqual([]);
  });

  test('reads durations in milliseconds', () => {
    const configuration = parse('logs: [{name: a, format: billing-radius, files: [x], interim_period: 90m}]');
    expect(configuration.logs[0]?.interim_period).toBe(5_400_000);
  });

  test('takes values from the environment, also numbers, and defaults', () => {
    const text = 'network: "${NETWORK} net"\nserve: {port: "${PORT:-4600}", insecure: "${OPEN:-false}"}';
    expect(parse(text, { NETWORK: 'Volga' })).toMatchObject({ network: 'Volga net', serve: { port: 4600 } });
    expect(parse(text, { NETWORK: '', PORT: '1' })).toMatchObject({ network: ' net', serve: { port: 1 } });
  });

  test('a value from the environment never adds structure', () => {
    expect(parse('network: ${N}', { N: 'a\nserve: {port: 1}' }).serve.port).toBe(4500);
  });
});

describe('devices', () => {
  const device = (text: string) => parse(`devices: [{id: a, ${text}}]`).devices[0];

  test('have an address with or without a port', () => {
    const addresses = ['10.0.0.1', '10.0.0.1:1161', '"[2001:db8::1]:162"', '"2001:db8::1"', 'sw-1.example.net'];
    expect(addresses.map((address) => device(`address: ${address}`)?.address)).toEqual([
      { host: '10.0.0.1', port: 161 },
      { host: '10.0.0.1', port: 1161 },
      { host: '2001:db8::1', port: 162 },
      { host: '2001:db8::1', port: 161 },
      { host: 'sw-1.example.net', port: 161 },
    ]);
  });

  test('have no address that cannot be one', () => {
    const addresses = ['10.0.0.300', '10.0.0', '":::::"', '"[2001:db8::1::2]:161"', '"sw 1"'];
    for (const address of addresses) {
      expect(problems(`devices: [{id: a, address: ${address}}]`)).toEqual([
        expect.stringMatching(/devices\[0\]\.address: found .*, expected an address such as 10\.0\.0\.1/),
      ]);
    }
  });

  test('are asked each minute when nothing else is said', () => {
    expect(parse('devices: [{id: a, address: 10.0.0.1}]').snmp).toEqual({
      poll_period: 60_000,
      timeout: 2000,
      retries: 1,
      credentials: {},
    });
  });

  test('have limits of their own', () => {
    expect(device('address: x, incidents: {cpu: false, link-load: {threshold: 80}}')?.incidents).toEqual({
      cpu: false,
      'link-load': { threshold: 80 },
    });
  });

  test('have interfaces whose speeds are known better', () => {
    const speeds = '[{name: Gi0/1, speed: 2.5G}, {alias: "uplink*", speed: 100M}, {name: x, speed: 64000}]';
    expect(device(`address: x, interfaces: ${speeds}`)?.interfaces).toEqual([
      { name: 'Gi0/1', speed: 2.5e9 },
      { alias: 'uplink*', speed: 100e6 },
      { name: 'x', speed: 64_000 },
    ]);
    expect(problems('devices: [{id: a, address: x, interfaces: [{speed: 1G}, {name: x, speed: fast}]}]')).toEqual([
      expect.stringContaining('devices[0].interfaces[0]: found'),
      expect.stringContaining(
        'devices[0].interfaces[1].speed: found "fast", expected the speed of a link, such as 100M',
      ),
    ]);
  });

  test('problems name the device and what is allowed', () => {
    const text = `snmp: {community: ""}
devices:
  - {id: a, address: "10.0.0.1:0", parent: x}
  - {id: a, address: 10.0.0.1, nas: [n, m]}
  - {id: b, address: 10.0.0.2, parent: c, nas: [n], incidents: {cup: false}}
  - {id: c, address: 10.0.0.3, parent: b, incidents: {cpu: 7}, profile: dos}`;
    expect(problems(text)).toEqual([
      'presage.yml:2:19: snmp.community: found ********, expected at least 1 characters',
      'presage.yml:4:22: devices[0].address: found "10.0.0.1:0", expected an address such as 10.0.0.1, [2001:db8::1]:161 or a host name',
      'presage.yml:6:65: devices[2].incidents.cup: unknown key, did you mean cpu?; allowed: cpu, link-load',
      'presage.yml:7:60: devices[3].incidents.cpu: found 7, expected false, or a section with threshold, clear, raise_after and clear_after',
      'presage.yml:7:73: devices[3].profile: found "dos", expected "cisco-ios"',
    ]);
    const links = `devices:
  - {id: a, address: x, parent: none}
  - {id: a, address: x, nas: [n, m]}
  - {id: b, address: x, parent: c, nas: [n]}
  - {id: c, address: x, parent: b}`;
    expect(problems(links)).toEqual([
      'presage.yml:3:33: devices[0].parent: found "none", expected the id of another device',
      'presage.yml:4:10: devices[1].id: found "a", expected an id no other device has',
      'presage.yml:5:33: devices[2].parent: found "c", expected a parent that is not reached through b itself',
      'presage.yml:5:42: devices[2].nas[0]: found "n", expected a NAS no other device has',
      'presage.yml:6:33: devices[3].parent: found "b", expected a parent that is not reached through c itself',
    ]);
  });
});

describe('problems', () => {
  test('are all reported at once, in the order of the file, with place, path, found and allowed', () => {
    const text =
      'zone: Mars/Olympus\nserve:\n  prot: 80\n  port: 70000\nlogs:\n  - name: a b\n    format: cobol\n    files: []';
    expect(problems(text)).toEqual([
      'presage.yml:2:7: zone: found "Mars/Olympus", expected an IANA time zone, such as Europe/Ulyanovsk or UTC',
      'presage.yml:4:3: serve.prot: unknown key, did you mean port?; allowed: host, port, insecure',
      'presage.yml:5:9: serve.port: found 70000, expected at most 65535',
      'presage.yml:7:11: logs[0].name: found "a b", expected 1 to 64 letters, digits, dots, dashes or underscores',
      'presage.yml:8:13: logs[0].format: found "cobol", expected "billing-radius"',
      'presage.yml:9:12: logs[0].files: found a list, expected at least 1 entries',
    ]);
  });

  test('a missing variable is said once', () => {
    expect(problems('serve: {port: "${PORT}"}')).toEqual([
      'presage.yml:2:15: the environment variable PORT is not set: set it, or write ${PORT:-default}',
    ]);
    expect(problems('network: "${}"')[0]).toContain('expected ${NAME}');
  });

  test.each([
    ['a missing key', 'logs: [{format: billing-radius, files: [x]}]', 'logs[0].name: found nothing, expected a text'],
    ['a wrong type', 'serve: 4500', 'serve: found 4500, expected a section'],
    [
      'a wrong duration',
      'logs: [{name: a, format: billing-radius, files: [x], interim_period: 2 weeks}]',
      'from 1m to 1d',
    ],
    [
      'two sources of one name',
      'logs: [{name: a, format: billing-radius, files: [x]}, {name: a, format: billing-radius, files: [y]}]',
      'logs[1].name',
    ],
    [
      'a source with files and syslog',
      'logs: [{name: a, format: billing-radius, files: [x], syslog: {listen: "127.0.0.1:5514"}}]',
      'logs[0].syslog: found a section, expected files or syslog, not both',
    ],
    [
      'a source with neither',
      'logs: [{name: a, format: billing-radius}]',
      'logs[0].files: found nothing, expected files, or syslog',
    ],
    [
      'a key of TLS that cannot be read',
      'logs: [{name: a, format: billing-radius, syslog: {listen: "127.0.0.1:5514", protocols: [tls], tls: {certificate: passwd, key: none}}}]',
      'logs[0].syslog.tls.key: found "none", expected the path of a readable file',
    ],
    ['an address for everybody', 'serve: {host: 0.0.0.0}', 'serve.host: found "0.0.0.0", expected a loopback address'],
    ['a syntax error', 'serve: {port: 1', 'presage.yml:'],
    ['a repeated key', 'network: a\nnetwork: b', 'unique'],
  ])('%s', (_name, text, expected) => {
    expect(problems(text).join('\n')).toContain(expected);
  });

  test('an unquoted text that begins with a star says what to do; wildcards may stand anywhere', () => {
    expect(problems('logs: [{name: a, format: billing-radius, files: [*.log]}]')[0]).toMatch(
      /^presage.yml:2:.*put it in quotes/,
    );
    const { logs } = parse('logs: [{name: a, format: billing-radius, files: ["/var/*/detail-*", "**/radius.log"]}]');
    expect(logs[0]!.files).toEqual(['/var/*/detail-*', '**/radius.log']);
  });

  test('an unknown type of store names the types there are', () => {
    const attempt = () => parseConfiguration(schema, 'store: {type: paper}', 'presage.yml', {});
    expect(attempt).toThrow(/1:\d+: store.type: found "paper", expected "embedded" or "influx"/);
  });

  test('unknown keys of a store are compared with those of its own type', () => {
    const attempt = () => parseConfiguration(schema, 'store: {type: influx, url: "http://x", pasword: y}', 'f.yml', {});
    expect(attempt).toThrow('did you mean password?');
  });

  test('a missing file and a folder say what to do', () => {
    expect(() => loadConfiguration(schema, '/nowhere/presage.yml', {})).toThrow(/no such file.*--config/);
    expect(() => loadConfiguration(schema, tmpdir(), {})).toThrow(/this is a folder/);
  });
});

describe('secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-config-'));

  test('come from the environment or a file and are masked wherever they are shown', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'from file\n');
    const text = `store: {type: influx, url: "http://x", password: "\${PW}", password_file: ${file}}`;
    const configuration = parseConfiguration(schema, text, 'f.yml', { PW: '00123' });
    if (configuration.store.type !== 'influx') throw new Error('wrong type');
    expect(configuration.store.password?.reveal()).toBe('00123');
    expect(configuration.store.password_file?.reveal()).toBe('from file');
    expect(JSON.stringify(configuration) + inspect(configuration, { depth: 9 })).not.toMatch(/00123|from file/);
  });

  test('are not shown in problems', () => {
    const withUser = () =>
      parseConfiguration(schema, 'network: {}\nzone: "http://bob:hunter2@x"\nstore: {type: embedded}', 'f.yml', {});
    expect(withUser).toThrow('//********@x');
    expect(withUser).not.toThrow('hunter2');
    const attempt = () =>
      parseConfiguration(schema, 'store: {type: influx, url: "http://x", password: 1234567}', 'f.yml', {});
    expect(attempt).toThrow('found ********, expected a text');
  });
});
