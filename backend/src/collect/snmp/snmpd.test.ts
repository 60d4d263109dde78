import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import {
  AUTHENTICATIONS,
  PRIVACIES,
  type SnmpCredentials,
  type UserCredentials,
  v2c,
} from '../../model/credentials.ts';
import { neededExecutable } from '../../test/needs.ts';
import { type Snmpd, startSnmpd } from '../../test/snmpd.ts';
import { loadProfiles } from './profiles/load.ts';
import { createDeviceReader, type DeviceReader } from './read.ts';

const executable = neededExecutable('snmpd', 'snmpd');
const profiles = loadProfiles();
const ENGINE = '80001f8803aabbccddee01';
const OTHER_ENGINE = '80001f8803aabbccddee02';
/** Until an attempt is given up, milliseconds: where answers are expected, and where silence is. */
const PATIENT = 3000;
const BRIEF = 500;

type Authentication = (typeof AUTHENTICATIONS)[number];
type Privacy = (typeof PRIVACIES)[number];

const user = (name: string, auth?: Authentication, privacy?: Privacy): UserCredentials => ({
  version: '3',
  user: name,
  auth: auth && { protocol: auth, password: `password of ${name}` },
  privacy: privacy && { protocol: privacy, password: `privacy of ${name}` },
  context: '',
});

/** The digests that are shorter than the key of AES-256, and one that is not. */
const EXTENDED = ['md5', 'sha', 'sha224', 'sha256'] as const;
const plain = user('plain');
const signing = AUTHENTICATIONS.map((auth) => user(`auth-${auth}`, auth));
const encrypting = PRIVACIES.flatMap((privacy) => {
  const auths = privacy.startsWith('aes256') ? EXTENDED : (['sha256'] as const);
  return auths.map((auth) => user(`${privacy}-${auth}`, auth, privacy));
});
const reader = user('aes128-sha256', 'sha256', 'aes128');
const noRights = user('no-rights', 'sha256', 'aes128');

const AUTH_NAMES = {
  md5: 'MD5',
  sha: 'SHA',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
const PRIVACY_NAMES = { des: 'DES', aes128: 'AES', aes256: 'AES-256', 'aes256-cisco': 'AES-256-C' };
const created = ({ user: name, auth, privacy }: UserCredentials) =>
  `createUser ${name}${auth ? ` ${AUTH_NAMES[auth.protocol]} "${auth.password}"` : ''}${privacy ? ` ${PRIVACY_NAMES[privacy.protocol]} "${privacy.password}"` : ''}`;
const LINES = [
  'sysName presage-test',
  'rocommunity readers 127.0.0.1',
  ...[plain, ...signing, ...encrypting, noRights].map(created),
  'rouser plain noauth',
  ...signing.map(({ user: name }) => `rouser ${name} auth`),
  ...encrypting.map(({ user: name }) => `rouser ${name} priv`),
];

describe.skipIf(!executable)('a real snmpd', () => {
  let snmpd: Snmpd;
  const readers: DeviceReader[] = [];
  const readerWith = (timeout: number, ...credentials: readonly SnmpCredentials[]): DeviceReader => {
    const { port } = snmpd;
    const options = { device: 'box', address: '127.0.0.1', port, timeout, retries: 1 };
    const opened = createDeviceReader({ ...options, credentials, clock: systemClock, profiles });
    readers.push(opened);
    return opened;
  };

  beforeAll(async () => {
    snmpd = await startSnmpd(executable!, LINES, ENGINE);
  });
  afterEach(() => {
    for (const opened of readers.splice(0)) opened.close();
  });
  afterAll(() => snmpd?.stop());

  const all: readonly SnmpCredentials[] = [
    { version: '1', community: 'readers' },
    v2c('readers'),
    plain,
    ...signing,
    ...encrypting,
  ];
  test.each(
    all.map(
      (credentials) =>
        [credentials.version === '3' ? credentials.user : `v${credentials.version}`, credentials] as const,
    ),
  )('is read with %s', async (_, credentials) => {
    const opened = readerWith(PATIENT, credentials);
    await opened.read();
    const reading = await opened.read();
    expect(reading).toMatchObject({ sysName: 'presage-test', profile: 'linux', errors: [] });
    expect(reading.uptimeSeconds).not.toBeNull();
    const loopback = reading.interfaces.find(({ name }) => name === 'lo');
    expect(loopback).toMatchObject({ operStatus: 'up', octetBits: credentials.version === '1' ? 32 : 64 });
    expect(loopback!.inOctets).toBeGreaterThan(0n);
  });

  const wrong = (changes: Partial<UserCredentials>): UserCredentials => ({ ...reader, ...changes });
  test.each([
    ['user', wrong({ user: 'nobody' }), 'does not know the user nobody'],
    [
      'password',
      wrong({ auth: { protocol: 'sha256', password: 'another password' } }),
      'password and the protocol of auth',
    ],
    [
      'password',
      wrong({ auth: { protocol: 'sha512', password: reader.auth!.password } }),
      'protocol of auth (here sha512)',
    ],
    [
      'privacy',
      wrong({ privacy: { protocol: 'aes128', password: 'another password' } }),
      'password and the protocol of privacy',
    ],
    [
      'privacy',
      wrong({ privacy: { protocol: 'aes256', password: reader.privacy!.password } }),
      'protocol of privacy (here aes256)',
    ],
    ['level', { ...plain, auth: { protocol: 'sha256', password: 'password' } }, 'the level authNoPriv'],
    ['context', wrong({ context: 'vlan-7' }), 'does not know the context vlan-7'],
    ['rights', noRights, 'read nothing at the level authPriv'],
    ['rights', wrong({ privacy: undefined }), 'read nothing at the level authNoPriv'],
  ] as const)('says that the %s is wrong, and what to do', async (fault, credentials, words) => {
    const failure = await readerWith(BRIEF, credentials)
      .read()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DEVICE_AUTH_FAILED', fault, message: expect.stringContaining(words) });
    const secrets = [credentials.auth, credentials.privacy].flatMap((given) => given?.password ?? []);
    for (const secret of secrets) expect(String(failure)).not.toContain(secret);
  });

  test('cannot be told from silence with a wrong community, and the words say both', async () => {
    await expect(readerWith(BRIEF, v2c('hidden')).read()).rejects.toMatchObject({
      code: 'DEVICE_UNREACHABLE',
      message: expect.stringMatching(/it is off, or not to be reached, or does not take the community(?!.*hidden)/),
    });
  });

  test('is read with the one of several credentials that it knows', async () => {
    const opened = readerWith(BRIEF, v2c('hidden'), wrong({ user: 'nobody' }), reader);
    expect((await opened.read()).sysName).toBe('presage-test');
    expect((await opened.read()).errors).toEqual([]);
  });

  test('is read on without a gap after it has started again, and after it has been replaced by another', async () => {
    const opened = readerWith(PATIENT, reader);
    await opened.read();
    await snmpd.restart();
    expect((await opened.read()).errors).toEqual([]);
    await snmpd.restart();
    expect((await opened.read()).errors).toEqual([]);
    await snmpd.restart(OTHER_ENGINE);
    expect((await opened.read()).errors).toEqual([]);
    expect((await opened.read()).sysName).toBe('presage-test');
  });
});
