import { describe, expect, test } from 'vitest';
import type { UserCredentials } from '../../../../model/credentials.ts';
import { createKeyring, type UserKeys } from './keys.ts';

const ENGINE = Buffer.from('000000000000000000000002', 'hex');
const PASSWORD = 'maplesyrup';

type Keyed = Pick<UserCredentials, 'auth' | 'privacy'>;
const keys = ({ auth, privacy }: Keyed) => {
  const made = createKeyring().keysOf({ auth, privacy }, ENGINE);
  return { auth: made.auth?.export().toString('hex'), privacy: made.privacy?.secret.export().toString('hex') };
};

describe('the keys of a user', () => {
  // RFC 3414, A.3.1 and A.3.2.
  test.each([
    ['md5', '526f5eed9fcce26f8964c2930787d82b'],
    ['sha', '6695febc9288e36282235fc7151f128497b38f3f'],
  ] as const)('with %s are those of RFC 3414', (protocol, key) => {
    expect(keys({ auth: { protocol, password: PASSWORD }, privacy: undefined })).toEqual({ auth: key });
  });

  // The localised key of RFC 3414, A.3.2, and of draft-reeder-snmpv3-usm-3desede-00, 4.2, both made longer.
  test('are made longer by the digest of the key, or by the key as a password', () => {
    const auth = { protocol: 'sha', password: PASSWORD } as const;
    const begin = '6695febc9288e36282235fc7151f128497b38f3f';
    const digest = keys({ auth, privacy: { protocol: 'aes256', password: PASSWORD } }).privacy!;
    const reeder = keys({ auth, privacy: { protocol: 'aes256-cisco', password: PASSWORD } }).privacy!;
    expect([digest.length, digest.slice(0, 40)]).toEqual([64, begin]);
    expect(reeder).toBe(`${begin}9b8b6d78936ba6e7d19dfd9c`);
    expect(digest).not.toBe(reeder);
  });

  test('without a password are none, and without privacy there is one', () => {
    expect(keys({ auth: undefined, privacy: undefined })).toEqual({});
    const auth = { protocol: 'sha512', password: PASSWORD } as const;
    expect(keys({ auth, privacy: undefined }).auth).toHaveLength(128);
    expect(keys({ auth, privacy: { protocol: 'aes128', password: PASSWORD } }).privacy).toHaveLength(32);
  });

  test('differ between engines and between passwords, and are the same when asked again', () => {
    const keyring = createKeyring();
    const one = { auth: { protocol: 'sha256', password: PASSWORD }, privacy: undefined } as const;
    const other = { auth: { protocol: 'sha256', password: 'another one' }, privacy: undefined } as const;
    const first = keyring.keysOf(one, ENGINE);
    const same = (made: UserKeys) => made.auth!.equals(first.auth!);
    expect(same(keyring.keysOf(one, Buffer.from('0102030405', 'hex')))).toBe(false);
    expect(same(keyring.keysOf(other, ENGINE))).toBe(false);
    expect(same(keyring.keysOf(one, ENGINE))).toBe(true);
  });
});
