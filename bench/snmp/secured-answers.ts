// The devices' side of SNMP v3 (RFC 3414), for one user at one engine.
import { element } from '../../backend/src/collect/snmp/protocol/flaw.ts';
import { PDU, TAGS, VERSIONS } from '../../backend/src/collect/snmp/protocol/tags.ts';
import { decrypt, encrypt, SALT_LENGTH } from '../../backend/src/collect/snmp/protocol/usm/cipher.ts';
import { createKeyring } from '../../backend/src/collect/snmp/protocol/usm/keys.ts';
import {
  decodeMessage,
  encodeMessage,
  encodeScoped,
  pduOf,
} from '../../backend/src/collect/snmp/protocol/usm/message.ts';
import type { UserCredentials } from '../../backend/src/model/credentials.ts';
import { encodeBinding } from '../../backend/src/simulate/agent/message.ts';
import { encoded, encodedInteger, encodedOctets, SEQUENCE } from '../../backend/src/test/ber.ts';

/** The user that polls the bench. */
export const USER: UserCredentials & Required<Pick<UserCredentials, 'auth' | 'privacy'>> = {
  version: '3',
  user: 'bench',
  auth: { protocol: 'sha', password: 'authentication' },
  privacy: { protocol: 'aes128', password: 'encryption' },
  context: '',
};

const ENGINE = Buffer.from('80001f8880626561636f6e', 'hex');
const BOOTS = 1;
/** usmStatsUnknownEngineIDs.0 (RFC 3414, 5). */
const UNKNOWN_ENGINES = encodeBinding({
  oid: [1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0],
  value: { type: 'counter32', value: 1 },
});
const REPORT = encoded(
  PDU.report,
  encodedInteger(0),
  encodedInteger(0),
  encodedInteger(0),
  encoded(SEQUENCE, UNKNOWN_ENGINES),
);

type Answers = (request: Buffer, seconds: number) => Buffer;

/** Answers in SNMP v3 what `answers` answers in v2c, and tells who asks without a name of the engine what it is. */
export function createSecuredAnswers(answers: Answers): Answers {
  const { auth, privacy } = createKeyring().keysOf(USER, ENGINE);
  const signing = { protocol: USER.auth!.protocol, key: auth! };
  let salts = 0n;
  return (request, seconds) => {
    const { messageId, engineId, boots, time, user, data, salt } = decodeMessage(request);
    const now = { boots: BOOTS, time: Math.floor(seconds) };
    const header = { messageId, engineId: ENGINE, user, ...now };
    if (engineId.length === 0) return encodeMessage(header, encodeScoped(ENGINE, '', REPORT), undefined);
    const scoped = decrypt(privacy!, data, salt, { boots, time })!;
    const answer = pduOfMessage(answers(messageOf(pduOf(scoped)), seconds));
    const fresh = Buffer.alloc(SALT_LENGTH);
    fresh.writeBigUInt64BE(salts++);
    const sealed = encrypt(privacy!, encodeScoped(ENGINE, '', answer), fresh, now);
    return encodeMessage(header, sealed, signing, fresh);
  };
}

/** A message of version 2c without a community around a PDU. */
const messageOf = (pdu: Buffer): Buffer =>
  encoded(SEQUENCE, encodedInteger(VERSIONS['2c']), encodedOctets(Buffer.alloc(0)), pdu);

/** The PDU in a message of version 2c. */
function pduOfMessage(message: Buffer): Buffer {
  const whole = element(message, 0, message.length, SEQUENCE);
  const version = element(message, whole.start, whole.end, TAGS.integer);
  const community = element(message, version.end, whole.end, TAGS.octets);
  return message.subarray(community.end, whole.end);
}
