import type { EngineMemory, SenderEngine } from '../../model/contracts/traps.ts';
import type { SnmpCredentials } from '../../model/credentials.ts';
import { encrypt } from '../snmp/protocol/usm/cipher.ts';
import { SIGNATURE_LENGTHS } from '../snmp/protocol/usm/message.ts';
import { BerReader, element, integerElement, oidElement, TAGS } from './ber.ts';
import { createDecoder, type Decode } from './decoder.ts';
import { createEngines, type Engines } from './engines.ts';
import { readSecuredMessage, scopedPdu, securedMessage } from './message.ts';
import { createKeyRing, sign, usersOf } from './users.ts';

/** What the tests of traps share. */
export const LINK_DOWN = '1.3.6.1.6.3.1.1.5.3';
export const OWN_ENGINE = Buffer.from('80007ed90501020304', 'hex');
export const SENDER = Buffer.from('8000000001020304', 'hex');

export const CREDENTIALS: ReadonlyMap<string, SnmpCredentials> = new Map<string, SnmpCredentials>([
  ['old', { version: '1', community: 'first' }],
  ['plain', { version: '2c', community: 'public' }],
  [
    'secure',
    {
      version: '3',
      user: 'monitor',
      auth: { protocol: 'sha', password: 'authentic-enough' },
      privacy: { protocol: 'aes128', password: 'private-enough' },
      context: '',
    },
  ],
  [
    'signed',
    {
      ...{ version: '3', user: 'signer', auth: { protocol: 'sha256', password: 'authentic-enough' } },
      ...{ privacy: undefined, context: '' },
    },
  ],
  ['open', { version: '3', user: 'nobody', auth: undefined, privacy: undefined, context: '' }],
]);

/** A memory of engines without a disk. */
export function memoryOfEngines(boots = 1, senders: SenderEngine[] = []): EngineMemory & { saved: SenderEngine[] } {
  return {
    start: () => ({ id: OWN_ENGINE, boots }),
    senders: () => senders,
    saved: senders,
    save: (sender) => void senders.push(sender),
  };
}

export function decoderAt(started = 0, memory = memoryOfEngines()): { decode: Decode; engines: Engines } {
  const engines = createEngines(memory, started);
  return { decode: createDecoder(CREDENTIALS, engines), engines };
}

const variable = (oid: string, value: Buffer) => element(TAGS.sequence, oidElement(oid), value);

/** A PDU of SNMPv2 that tells that the interface of an ifIndex is down. */
export function linkDownPdu(index: number, { tag = TAGS.trap as number, request = 1 } = {}): Buffer {
  return element(
    tag,
    integerElement(request),
    integerElement(0),
    integerElement(0),
    element(
      TAGS.sequence,
      variable('1.3.6.1.2.1.1.3.0', integerElement(4200, TAGS.ticks)),
      variable('1.3.6.1.6.3.1.1.4.1.0', oidElement(LINK_DOWN)),
      variable(`1.3.6.1.2.1.2.2.1.1.${index}`, integerElement(index)),
    ),
  );
}

/** The message of such a PDU in version 2c. */
export const communityMessage = (pdu: Buffer, community = 'public'): Buffer =>
  element(TAGS.sequence, integerElement(1), element(TAGS.octets, Buffer.from(community)), pdu);

/** A message of SNMPv3 with this PDU, as an engine of these boots and this time sends it. */
export function securedBy(
  credentials: string,
  pdu: Buffer,
  { engine = SENDER, boots = 1, time = 100, id = 1, known = CREDENTIALS, reportable = false } = {},
): Buffer {
  const user = [...usersOf(known).values()].flat().find((one) => one.credentials === credentials)!;
  const plain = scopedPdu(engine, Buffer.alloc(0), pdu);
  const common = { id, engine, boots, time, user: user.name, isReportable: reportable };
  if (!user.auth) {
    return securedMessage({ ...common, digestOctets: 0, privacyParameters: Buffer.alloc(0), content: plain }).datagram;
  }
  const keys = createKeyRing().of(user, engine);
  const parameters = user.privacy ? Buffer.from('0102030405060708', 'hex') : Buffer.alloc(0);
  const content = user.privacy ? encrypt(keys.privacy(), plain, parameters, { boots, time }) : plain;
  const digestOctets = SIGNATURE_LENGTHS[user.auth.protocol];
  return sign(user, keys, securedMessage({ ...common, digestOctets, privacyParameters: parameters, content }));
}

/** What a message of SNMPv3 says outside its PDU. */
export function securedHead(datagram: Buffer) {
  const message = new BerReader(datagram).open(TAGS.sequence);
  message.integer();
  return readSecuredMessage(message);
}
