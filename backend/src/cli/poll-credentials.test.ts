import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { v2c } from '../model/credentials.ts';
import { type CredentialOptions, credentialsOf } from './poll-credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'presage-poll-'));
const config = join(folder, 'presage.yml');
writeFileSync(
  config,
  'snmp: {credentials: {core: {version: 3, user: presage}, access: {version: 2c, community: hidden}}}',
);
afterAll(() => rmSync(folder, { recursive: true }));

const PASSWORDS = { PRESAGE_AUTH_PASSWORD: 'auth password', PRESAGE_PRIVACY_PASSWORD: 'privacy password' };

describe('what a device is asked with', () => {
  test('is a community, also that of the environment, unless there is a user', () => {
    expect(credentialsOf({}, {})).toEqual([v2c('public')]);
    expect(credentialsOf({}, { PRESAGE_COMMUNITY: 'c' })).toEqual([v2c('c')]);
    expect(credentialsOf({ community: 'd', snmpVersion: '1' }, {})).toEqual([{ version: '1', community: 'd' }]);
  });

  test('is a user with the passwords of the environment', () => {
    expect(credentialsOf({ user: 'u', auth: 'sha256', privacy: 'aes128', context: 'c' }, PASSWORDS)).toEqual([
      {
        ...{ version: '3', user: 'u', context: 'c' },
        auth: { protocol: 'sha256', password: 'auth password' },
        privacy: { protocol: 'aes128', password: 'privacy password' },
      },
    ]);
    expect(credentialsOf({ user: 'u' }, {})).toMatchObject([{ version: '3', auth: undefined, privacy: undefined }]);
  });

  test('is what the configuration names', () => {
    expect(credentialsOf({ credentials: 'access, core', config }, {})).toMatchObject([
      v2c('hidden'),
      { user: 'presage' },
    ]);
  });

  test.each<[CredentialOptions, NodeJS.ProcessEnv, string]>([
    [{ snmpVersion: '3' }, {}, 'SNMP v3 needs --user'],
    [{ user: 'u', community: 'c' }, {}, '--community has no sense with SNMP v3'],
    [{ snmpVersion: '1', user: 'u' }, {}, '--user has no sense with SNMP v1'],
    [{ user: 'u', privacy: 'des' }, PASSWORDS, '--privacy needs --auth'],
    [{ user: 'u', auth: 'md5' }, {}, 'PRESAGE_AUTH_PASSWORD'],
    [{ user: 'u', auth: 'md5' }, { PRESAGE_AUTH_PASSWORD: 'short' }, 'at least 8 characters'],
    [{ credentials: 'core' }, {}, '--credentials and --config go together'],
    [{ credentials: 'core', config, snmpVersion: '1' }, {}, '--snmp-version has no sense with --credentials'],
    [{ credentials: 'cor', config }, {}, 'has no credentials cor: it has core, access'],
  ])('is refused: %j', (options, environment, words) => {
    expect(() => credentialsOf(options, environment)).toThrow(words);
  });
});
