import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../configuration.ts';
import { polledDevices } from '../polled-devices.ts';

const folder = mkdtempSync(join(tmpdir(), 'presage-credentials-'));
const file = join(folder, 'presage.yml');
afterAll(() => rmSync(folder, { recursive: true }));

const NAMED = `snmp:
  credentials:
    core:
      version: 3
      user: presage
      auth: {protocol: sha256, password: "\${AUTH}"}
      privacy: {protocol: aes256-cisco, password_file: privacy}
      context: vlan-7
    old: {version: 1, community: hidden-1}
    access: {version: 2c, community: hidden-2}
`;
const ENVIRONMENT = { AUTH: 'hidden-authentication' };
const CORE = {
  version: '3',
  user: 'presage',
  auth: { protocol: 'sha256', password: 'hidden-authentication' },
  privacy: { protocol: 'aes256-cisco', password: 'hidden-privacy' },
  context: 'vlan-7',
};
const OLD = { version: '1', community: 'hidden-1' };
const ACCESS = { version: '2c', community: 'hidden-2' };
writeFileSync(join(folder, 'privacy'), 'hidden-privacy\n');
writeFileSync(join(folder, 'short'), 'hidden\n');

const read = (text: string) => {
  writeFileSync(file, text);
  return readConfiguration(file, ENVIRONMENT);
};
const credentialsOf = (text: string) => polledDevices(read(text)).map(({ access }) => access.credentials);
const problems = (text: string) => {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(file, ''));
  }
  throw new Error('the configuration was accepted');
};

describe('the credentials of a device', () => {
  const devices = (...own: string[]) =>
    `devices:\n${own.map((text, i) => `  - {id: d${i}, address: x, ${text}}\n`).join('')}`;

  test('are its own by name, in their order, or its own community', () => {
    const text = `${NAMED}${devices('credentials: core', 'credentials: [access, core, old]', 'community: mine')}`;
    expect(credentialsOf(text)).toEqual([[CORE], [ACCESS, CORE, OLD], [{ version: '2c', community: 'mine' }]]);
  });

  test('are those of all where it has none of its own', () => {
    expect(credentialsOf(`${NAMED}  default_credentials: [old, core]\n${devices('name: a')}`)).toEqual([[OLD, CORE]]);
    expect(credentialsOf(`${NAMED}  community: shared\n${devices('name: a')}`)).toEqual([
      [{ version: '2c', community: 'shared' }],
    ]);
    expect(
      credentialsOf(`snmp: {credentials: {old: {version: 1, community: hidden-1}}}\n${devices('name: a')}`),
    ).toEqual([[OLD]]);
    expect(credentialsOf(devices('name: a'))).toEqual([[{ version: '2c', community: 'public' }]]);
  });

  test('are shown to nobody', () => {
    const configuration = read(NAMED);
    expect(JSON.stringify(configuration) + inspect(configuration, { depth: 9 })).not.toContain('hidden');
  });
});

describe('problems of credentials', () => {
  test('are named with their places, and never show a secret', () => {
    const found = problems(`snmp:
  credentials:
    a: {version: 3, user: "", auth: {protocol: sha256, password: hidden}}
    b: {version: 3, user: u, privacy: {protocol: aes128, password: hidden-privacy}}
    c: {version: 3, user: u, auth: {protocol: sha1, password: hidden-password}}
    d: {version: 3, user: u, auth: {protocol: md5, pasword: hidden-password}}
    e: {version: 2c}
    f: {version: 2, community: hidden}
    g h: {version: 1, community: hidden, community_file: short}
    i: {version: 3, user: u, auth: {protocol: sha, password_file: short}}
    j: {version: 3, user: ${'u'.repeat(33)}, community: hidden}
`);
    expect(found).toEqual([
      ':3:27: snmp.credentials.a.user: found "", expected at least 1 characters',
      ':3:66: snmp.credentials.a.auth.password: found ********, expected at least 8 characters',
      ':4:39: snmp.credentials.b.privacy: found a section, expected auth too: SNMP v3 encrypts only what it authenticates',
      ':5:47: snmp.credentials.c.auth.protocol: found "sha1", expected "md5" or "sha" or "sha224" or "sha256" or "sha384" or "sha512"',
      ':6:36: snmp.credentials.d.auth.password: found nothing, expected password or password_file',
      ':6:52: snmp.credentials.d.auth.pasword: unknown key, did you mean password?; allowed: protocol, password, password_file',
      ':7:8: snmp.credentials.e.community: found nothing, expected community or community_file',
      ':8:18: snmp.credentials.f.version: found 2, expected "1" or "2c" or "3"',
      ':9:5: snmp.credentials.g h: expected 1 to 64 letters, digits, dots, dashes or underscores',
      ':10:67: snmp.credentials.i.auth.password_file: found ********, expected a file with at least 8 characters',
      ':11:27: snmp.credentials.j.user: found "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu", expected at most 32 octets',
      ':11:62: snmp.credentials.j.community: unknown key; allowed: version, user, auth, privacy, context',
    ]);
  });

  test('are not shown where a secret stands in place of a section', () => {
    expect(problems('snmp: {credentials: {a: hunter2, b: {version: 3, user: u, auth: hunter3}}}')).toEqual([
      ':1:25: snmp.credentials.a: found ********, expected a section',
      ':1:65: snmp.credentials.b.auth: found ********, expected a section',
    ]);
  });

  test('of names are found at the place that names them', () => {
    const text = `${NAMED}  default_credentials: [old, cor]
devices:
  - {id: a, address: x, credentials: [accesss]}
  - {id: b, address: x, credentials: core, community: hidden}
  - {id: c, address: x, community: hidden, community_file: privacy}
`;
    expect(problems(text)).toEqual([
      ':11:30: snmp.default_credentials[1]: found "cor", expected a name of snmp.credentials: core, old, access',
      ':13:39: devices[0].credentials[0]: found "accesss", expected a name of snmp.credentials: core, old, access',
      ':14:38: devices[1].credentials: found "core", expected credentials or a community, not both',
      ':15:60: devices[2].community_file: found ********, expected community or community_file, not both',
    ]);
  });

  test('name a device of which nobody says which of several it takes', () => {
    expect(problems(`${NAMED}devices: [{id: a, address: x}]`)).toEqual([
      ':11:11: devices[0].credentials: found nothing, expected one or several of core, old, access, or snmp.default_credentials for all',
    ]);
  });
});
