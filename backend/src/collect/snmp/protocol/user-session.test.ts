import { createSecretKey } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import { PduType } from 'net-snmp';
import { afterEach, describe, expect, test } from 'vitest';
import type { UserCredentials } from '../../../model/credentials.ts';
import { encoded, encodedInteger, SEQUENCE } from '../../../test/ber.ts';
import { closePeers, openSocket } from '../../../test/snmp-peer.ts';
import { createSession, type SessionOptions, type SnmpSession } from './session.ts';
import { privacyKey } from './usm/cipher.ts';
import { decodeMessage, encodeMessage, encodeScoped, pduOf, type Received } from './usm/message.ts';

const USER: UserCredentials = { version: '3', user: 'reader', auth: undefined, privacy: undefined, context: '' };
const ENGINE = Buffer.from('80001f8803aabbccddee01', 'hex');
const UNKNOWN_ENGINE = Buffer.from('2b060106030f01010400', 'hex');
const NOT_IN_TIME = Buffer.from('2b060106030f01010200', 'hex');
const SYS_UPTIME = '1.3.6.1.2.1.1.3.0';

const sessions: SnmpSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
  closePeers();
});

const reportOf = (counter: Buffer) =>
  encoded(
    PduType.Report,
    ...[0, 0, 0].map((field) => encodedInteger(field)),
    encoded(SEQUENCE, encoded(SEQUENCE, encoded(0x06, counter), encoded(0x41, Buffer.of(1)))),
  );
/** The request as its own answer: an object without a value. */
const answerOf = ({ data }: Received) => {
  const pdu = Buffer.from(pduOf(data));
  pdu[0] = PduType.GetResponse;
  return pdu;
};

/** A device on loopback that answers each message with a PDU of one engine; a session with it. */
async function device(
  answer: (received: Received, count: number) => { pdu: Buffer; engineId?: Buffer; late?: boolean } | undefined,
  options: Partial<SessionOptions> = {},
) {
  const socket = await openSocket();
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
    const message = decodeMessage(datagram);
    received.push(message);
    const said = answer(message, received.length);
    if (!said) return;
    const { pdu, engineId = ENGINE } = said;
    const { messageId } = message;
    const header = { messageId, engineId, boots: 1, time: 1, user: message.user };
    const send = () => socket.send(encodeMessage(header, encodeScoped(engineId, '', pdu), undefined), from.port);
    if (said.late) waiting.push(send);
    else for (const each of [...waiting.splice(0), send]) each();
  });
  const { port } = socket.address();
  const session = createSession({
    address: '127.0.0.1',
    port,
    credentials: USER,
    timeout: 150,
    retries: 1,
    ...options,
  });
  sessions.push(session);
  return { received, session };
}
const isDiscovery = ({ engineId }: Received) => engineId.length === 0;

describe('a session of SNMP v3', () => {
  test('discovers the engine once and asks it from then on', async () => {
    const { received, session: asked } = await device((message) => ({
      pdu: isDiscovery(message) ? reportOf(UNKNOWN_ENGINE) : answerOf(message),
    }));
    expect((await asked.get([SYS_UPTIME])).values).toEqual([null]);
    await asked.get([SYS_UPTIME]);
    expect(received.map(isDiscovery)).toEqual([true, false, false]);
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(3);
  });

  test('gives up when the device takes every message for too old, or has another engine each time', async () => {
    for (const [counter, report] of [
      [NOT_IN_TIME, 'not-in-time-window'],
      [UNKNOWN_ENGINE, 'unknown-engine'],
    ] as const) {
      const { received, session: asked } = await device((_, count) => ({
        pdu: reportOf(counter),
        engineId: Buffer.from([...ENGINE, count]),
      }));
      await expect(asked.get([SYS_UPTIME])).rejects.toMatchObject({ kind: 'refused', report });
      expect(received.length).toBeLessThan(8);
    }
  });

  test('takes a late answer to its first attempt', async () => {
    const { received, session: asked } = await device((message, count) => ({
      pdu: isDiscovery(message) ? reportOf(UNKNOWN_ENGINE) : answerOf(message),
      late: count === 2,
    }));
    expect((await asked.get([SYS_UPTIME])).values).toEqual([null]);
    expect(received).toHaveLength(3);
    await asked.get([SYS_UPTIME]);
    expect(asked.ignored.malformed).toBe(0);
  });

  test('says what OpenSSL on this host refuses, when it makes the keys or encrypts, and lives on', async () => {
    const refusing = () => {
      throw new Error('digital envelope routines::unsupported');
    };
    const tooShort = () => ({
      auth: createSecretKey(Buffer.alloc(16)),
      privacy: privacyKey('aes128', Buffer.alloc(1)),
    });
    const password = 'a password';
    const credentials = {
      ...USER,
      auth: { protocol: 'md5', password },
      privacy: { protocol: 'aes128', password },
    } as const;
    for (const keysOf of [refusing, tooShort]) {
      const { session: asked } = await device(() => ({ pdu: reportOf(UNKNOWN_ENGINE) }), {
        ...{ credentials, keyring: { keysOf } },
      });
      await expect(asked.get([SYS_UPTIME])).rejects.toMatchObject({ kind: 'unsupported' });
    }
  });

  test('is silent when nothing comes, and knows whether an engine has said its name', async () => {
    const silent = await device(() => undefined);
    await expect(silent.session.get([SYS_UPTIME])).rejects.toMatchObject({ kind: 'silence' });
    expect([silent.received.length, silent.session.knowsEngine()]).toEqual([2, false]);
    const shy = await device((message) => (isDiscovery(message) ? { pdu: reportOf(UNKNOWN_ENGINE) } : undefined));
    await expect(shy.session.get([SYS_UPTIME])).rejects.toMatchObject({ kind: 'silence' });
    expect(shy.session.knowsEngine()).toBe(true);
  });

  test('ignores what comes from elsewhere, and what is malformed', async () => {
    const stranger = await openSocket();
    const socket = await openSocket();
    socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
      const { messageId } = decodeMessage(datagram);
      const header = { messageId, engineId: ENGINE, boots: 1, time: 1, user: '' };
      const report = encodeMessage(header, encodeScoped(ENGINE, '', reportOf(UNKNOWN_ENGINE)), undefined);
      stranger.send(report, from.port);
      socket.send(report.subarray(0, -2), from.port);
    });
    const { port } = socket.address();
    const session = createSession({ address: '127.0.0.1', port, credentials: USER, timeout: 150, retries: 0 });
    sessions.push(session);
    await expect(session.get([SYS_UPTIME])).rejects.toMatchObject({ kind: 'silence' });
    expect(session.ignored).toMatchObject({ foreign: 1, malformed: 1 });
  });
});
