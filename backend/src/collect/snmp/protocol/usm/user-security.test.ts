import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UserCredentials } from '../../../../model/credentials.ts';
import { encoded, encodedInteger, SEQUENCE } from '../../../../test/ber.ts';
import { Flaw } from '../flaw.ts';
import { PDU } from '../tags.ts';
import { decrypt, encrypt, privacyKey } from './cipher.ts';
import { createKeyring } from './keys.ts';
import { decodeMessage, encodeMessage, encodeScoped, isAuthentic, pduOf } from './message.ts';
import { createUserSecurity } from './user-security.ts';

const ENGINE = Buffer.from('80001f8803aabbccddee01', 'hex');
const OTHER = Buffer.from('80001f8803aabbccddee02', 'hex');
const USER: UserCredentials = {
  version: '3',
  user: 'reader',
  auth: { protocol: 'sha256', password: 'a password' },
  privacy: { protocol: 'aes128', password: 'a privacy password' },
  context: 'vlan-7',
};
const NOBODY: UserCredentials = { version: '3', user: 'reader', auth: undefined, privacy: undefined, context: '' };
const keyring = createKeyring();

const variable = (oid: string) => encoded(SEQUENCE, encoded(6, Buffer.from(oid, 'hex')), encoded(0x41, Buffer.of(1)));
const pdu = (type: number, ...variables: Buffer[]) =>
  encoded(type, encodedInteger(1), encodedInteger(0), encodedInteger(0), encoded(SEQUENCE, ...variables));
const REQUEST = pdu(PDU.get);
const RESPONSE = pdu(PDU.response);
const report = (oid: string) => pdu(PDU.report, variable(oid));
const UNKNOWN_ENGINE = report('2b060106030f01010400');
const NOT_IN_TIME = report('2b060106030f01010200');
const WRONG_DIGEST = report('2b060106030f01010500');
const UNKNOWN_CONTEXT = report('2b060106030c010500');

/** What the device at the other end does. */
interface Saying {
  readonly engineId?: Buffer;
  readonly boots?: number;
  readonly time?: number;
  readonly user?: UserCredentials;
  readonly messageId?: number;
}

const says = (text: Buffer, saying: Saying = {}) => {
  const { engineId = ENGINE, boots = 3, time = 1000, user = USER, messageId = 7 } = saying;
  const { auth, privacy } = keyring.keysOf(user, engineId);
  const header = { messageId, engineId, boots, time, user: user.user };
  const signing = user.auth && auth && { protocol: user.auth.protocol, key: auth };
  const scoped = encodeScoped(engineId, user.context, text);
  if (!privacy) return encodeMessage(header, scoped, signing);
  const salt = Buffer.alloc(8, 5);
  return encodeMessage(header, encrypt(privacy, scoped, salt, header), signing, salt);
};
const discovered = (user = USER, saying: Saying = {}) => {
  const security = createUserSecurity(user, keyring, Buffer.alloc(8));
  security.open(says(UNKNOWN_ENGINE, { user: NOBODY, ...saying }), 0, () => true);
  return security;
};
const asked = (id: number) => id === 7;

describe('a request', () => {
  test('asks for the engine first, with nothing of the user', () => {
    const security = createUserSecurity(USER, keyring, Buffer.alloc(8));
    const sent = security.seal(REQUEST, 7, 0);
    expect(decodeMessage(sent)).toMatchObject({ messageId: 7, user: '', authenticated: false, encrypted: false });
    expect(decodeMessage(sent).engineId).toHaveLength(0);
    expect(security.knowsEngine()).toBe(false);
  });

  test('is signed and encrypted for the engine, in its time as it goes on, with a salt of its own', () => {
    const security = discovered();
    const sent = security.seal(REQUEST, 7, 5000);
    const received = decodeMessage(sent);
    expect(received).toMatchObject({ engineId: ENGINE, boots: 3, time: 1005, user: 'reader', encrypted: true });
    const keys = keyring.keysOf(USER, ENGINE);
    expect(isAuthentic(sent, received, { protocol: 'sha256', key: keys.auth! })).toBe(true);
    const scoped = decrypt(keys.privacy!, received.data, received.salt, received)!;
    expect(pduOf(scoped)).toEqual(REQUEST);
    expect(scoped.includes('vlan-7')).toBe(true);
    expect(decodeMessage(security.seal(REQUEST, 8, 5000)).salt).not.toEqual(received.salt);
  });
});

describe('an answer', () => {
  test('is taken when it has the security that was asked for', () => {
    expect(discovered().open(says(RESPONSE), 0, asked)).toEqual({ kind: 'answer', messageId: 7, pdu: RESPONSE });
    expect(discovered(NOBODY).open(says(RESPONSE, { user: NOBODY }), 0, asked)).toMatchObject({ kind: 'answer' });
  });

  test.each([
    ['of another engine', { engineId: OTHER }, 'another engine'],
    ['that is not encrypted', { user: { ...USER, privacy: undefined } }, 'less security'],
    ['that is not signed', { user: NOBODY }, 'less security'],
    [
      'that is signed with another password',
      { user: { ...USER, auth: { protocol: 'sha256', password: 'another' } } },
      'signature',
    ],
    ['of another time', { time: 1200 }, 'time window'],
    ['from before a restart', { boots: 2 }, 'time window'],
  ] as const)('%s is not', (_, saying, words) => {
    expect(() => discovered().open(says(RESPONSE, saying), 0, asked)).toThrow(words);
  });

  test('to what nobody waits for is let go', () => {
    expect(discovered().open(says(RESPONSE, { messageId: 8 }), 0, asked)).toEqual({ kind: 'stale' });
  });

  test('is not taken once a single bit of it is another', () => {
    const answer = says(RESPONSE);
    fc.assert(
      fc.property(fc.nat(answer.length - 1), fc.nat(7), (at, bit) => {
        const spoilt = Buffer.from(answer);
        spoilt[at]! ^= 1 << bit;
        expect(() => discovered().open(spoilt, 0, () => true)).toThrow(Flaw);
      }),
    );
  });

  test('whatever it is, throws nothing but a Flaw', () => {
    const answers = [
      says(RESPONSE),
      says(NOT_IN_TIME),
      says(UNKNOWN_ENGINE, { user: NOBODY }),
      says(RESPONSE, { user: NOBODY }),
    ];
    const datagram = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(...answers), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat(20))
        .map(([answer, changes, cut]) => {
          const octets = Buffer.from(answer.subarray(0, answer.length - cut));
          for (const [at, octet] of changes) octets[at % octets.length] = octet;
          return octets;
        }),
    );
    fc.assert(
      fc.property(datagram, (octets) => {
        for (const user of [USER, NOBODY]) {
          try {
            discovered(user).open(Buffer.from(octets), 0, () => true);
          } catch (error) {
            expect(error).toBeInstanceOf(Flaw);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a report', () => {
  test('of another engine makes the request go to that one', () => {
    const security = discovered();
    const opened = security.open(says(UNKNOWN_ENGINE, { engineId: OTHER, user: NOBODY, boots: 9, time: 4 }), 0, asked);
    expect(opened).toEqual({ kind: 'again', messageId: 7, report: 'unknown-engine' });
    expect(decodeMessage(security.seal(REQUEST, 8, 0))).toMatchObject({ engineId: OTHER, boots: 9, time: 4 });
  });

  test('of another time sets the clock, forward and back', () => {
    const security = discovered();
    for (const at of [
      { boots: 4, time: 2 },
      { boots: 1, time: 0 },
      { boots: 1, time: 90_000 },
    ]) {
      const signed = { ...USER, privacy: undefined };
      expect(security.open(says(NOT_IN_TIME, { ...at, user: signed }), 0, asked).kind).toBe('again');
      expect(decodeMessage(security.seal(REQUEST, 8, 0))).toMatchObject(at);
      expect(security.open(says(RESPONSE, at), 0, asked).kind).toBe('answer');
    }
  });

  test.each([
    ['wrong-digest', WRONG_DIGEST],
    ['unknown-context', UNKNOWN_CONTEXT],
    ['other', report('2b0601')],
  ])('of %s refuses', (name, text) => {
    expect(discovered().open(says(text, { user: NOBODY }), 0, asked)).toEqual({
      ...{ kind: 'refused', messageId: 7, report: name },
    });
  });
});

test.each(['des', 'aes128', 'aes256'] as const)('what %s encrypts it decrypts', (privacy) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(2 ** 31 - 1), (octets, time) => {
      const text = Buffer.from(octets);
      const key = privacyKey(privacy, Buffer.alloc(privacy === 'aes256' ? 32 : 16, 7));
      const salt = Buffer.alloc(8, 3);
      const at = { boots: 2, time };
      const hidden = encrypt(key, text, salt, at);
      expect(decrypt(key, hidden, salt, at)!.subarray(0, text.length)).toEqual(text);
      expect(decrypt(key, hidden, salt.subarray(1), at)).toBeUndefined();
    }),
  );
});
