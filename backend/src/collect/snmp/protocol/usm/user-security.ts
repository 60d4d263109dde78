import type { UserCredentials } from '../../../../model/credentials.ts';
import { Flaw } from '../flaw.ts';
import { requestPdu } from '../request.ts';
import { PDU } from '../tags.ts';
import { decrypt, type EngineTime, encrypt, SALT_LENGTH } from './cipher.ts';
import type { Keyring, UserKeys } from './keys.ts';
import {
  decodeMessage,
  encodeMessage,
  encodeScoped,
  isAuthentic,
  pduOf,
  type Received,
  type Signing,
} from './message.ts';
import { type Report, reportOf } from './report.ts';

/** What an engine and this side may be apart (RFC 3414, 2.2.3), seconds. */
const TIME_WINDOW = 150;

const NO_ENGINE = Buffer.alloc(0);

/** What a datagram turned out to be. */
export type Opened =
  | { readonly kind: 'answer'; readonly messageId: number; readonly pdu: Buffer }
  /** The engine, or its time, is known now: the request is to be sent again. */
  | { readonly kind: 'again'; readonly messageId: number; readonly report: Report }
  | { readonly kind: 'refused'; readonly messageId: number; readonly report: Report }
  /** Nothing waits for it, as for the second of two answers. */
  | { readonly kind: 'stale' };

/**
 * Speaks for one user to one engine. Times are `performance.now()`. Both ways throw what OpenSSL throws where it refuses a
 * protocol.
 */
export interface UserSecurity {
  /** The datagram of a request; while no engine is known, one that asks which it is. */
  seal(pdu: Buffer, messageId: number, now: number): Buffer;
  /** Reads what came; `isAsked` says whether a message of that id waits for it. Throws a Flaw for what is not to be trusted. */
  open(datagram: Buffer, now: number, isAsked: (messageId: number) => boolean): Opened;
  /** True when an engine has said its name. */
  knowsEngine(): boolean;
}

/** What is known of the engine. */
interface Engine extends EngineTime {
  readonly id: Buffer;
  readonly keys: UserKeys;
  /** When it had this time. */
  readonly heardAt: number;
}

/**
 * The user-based security model (RFC 3414) as the side that asks. Every answer is told by the random id of the message it
 * answers, so an old one that is sent again is never taken; that lets the engine's boots and time follow it wherever it
 * says, also back, as devices do that forget their boots. `firstSalt` begins the salts, eight random octets.
 */
export function createUserSecurity(user: UserCredentials, keyring: Keyring, firstSalt: Buffer): UserSecurity {
  let engine: Engine | undefined;
  let nextSalt = firstSalt.readBigUInt64BE();

  const signingOf = ({ keys }: Engine): Signing | undefined =>
    user.auth && keys.auth && { protocol: user.auth.protocol, key: keys.auth };

  /** Its name in memory of its own: neither the datagram's nor the pool's is kept for its sake. */
  const newEngine = (engineId: Buffer) => {
    const id = Buffer.alloc(engineId.length);
    engineId.copy(id);
    return { id, keys: keyring.keysOf(user, engineId) };
  };

  const learn = ({ engineId, boots, time }: Received, now: number): void => {
    const { id, keys } = engine?.id.equals(engineId) ? engine : newEngine(engineId);
    engine = { id, keys, boots, time, heardAt: now };
  };

  const salt = ({ boots }: Engine): Buffer => {
    const octets = Buffer.alloc(SALT_LENGTH);
    nextSalt = BigInt.asUintN(64, nextSalt + 1n);
    octets.writeBigUInt64BE(nextSalt);
    if (user.privacy?.protocol === 'des') octets.writeUInt32BE(boots);
    return octets;
  };

  const timeOf = ({ boots, time, heardAt }: Engine, now: number): EngineTime => ({
    boots,
    time: time + Math.floor((now - heardAt) / 1000),
  });

  /** Checks what came as one of the engine's, as far as it is authenticated; answers the PDU. */
  const opened = (datagram: Buffer, received: Received, from: Engine): Buffer => {
    const { authenticated, encrypted, data, boots, time } = received;
    if (!authenticated) {
      if (encrypted) throw new Flaw('encryption without authentication');
      return pduOf(data);
    }
    const signing = signingOf(from);
    if (!signing || !isAuthentic(datagram, received, signing)) throw new Flaw('a signature that is not the device’s');
    if (!encrypted) return pduOf(data);
    if (!from.keys.privacy) throw new Flaw('encryption that was not asked for');
    const scoped = decrypt(from.keys.privacy, data, received.salt, { boots, time });
    if (!scoped) throw new Flaw('an encryption that cannot be');
    return pduOf(scoped);
  };

  const takeReport = (report: Report, received: Received, now: number): Opened => {
    const { messageId, engineId } = received;
    const learning = !engine || report === 'unknown-engine' || report === 'not-in-time-window';
    if (!learning) return { kind: 'refused', messageId, report };
    if (engineId.length === 0) throw new Flaw('no name of an engine');
    learn(received, now);
    return { kind: 'again', messageId, report };
  };

  return {
    knowsEngine: () => engine !== undefined,
    seal(pdu, messageId, now) {
      if (!engine) {
        const header = { messageId, engineId: NO_ENGINE, boots: 0, time: 0, user: '' };
        return encodeMessage(header, encodeScoped(NO_ENGINE, '', emptyGet(messageId)), undefined);
      }
      const at = timeOf(engine, now);
      const header = { messageId, engineId: engine.id, user: user.user, ...(user.auth ? at : { boots: 0, time: 0 }) };
      const scoped = encodeScoped(engine.id, user.context, pdu);
      const { privacy } = engine.keys;
      if (!privacy) return encodeMessage(header, scoped, signingOf(engine));
      const fresh = salt(engine);
      const data = encrypt(privacy, scoped, fresh, at);
      return encodeMessage(header, data, signingOf(engine), fresh);
    },
    open(datagram, now, isAsked) {
      const received = decodeMessage(datagram);
      const { messageId, engineId, boots, time, authenticated, encrypted } = received;
      if (!isAsked(messageId)) return { kind: 'stale' };
      const same = engine?.id.equals(engineId) ? engine : undefined;
      if (!same && encrypted) throw new Flaw('the name of another engine');
      const pdu = same ? opened(datagram, received, same) : pduOf(received.data);
      const report = reportOf(pdu);
      if (report) return takeReport(report, received, now);
      // Another engine can say only who it is.
      if (!same) throw new Flaw('the name of another engine');
      if (authenticated !== (user.auth !== undefined) || encrypted !== (user.privacy !== undefined)) {
        throw new Flaw('less security than it was asked with');
      }
      if (authenticated) {
        const expected = timeOf(same, now);
        if (boots !== expected.boots || Math.abs(time - expected.time) > TIME_WINDOW) {
          throw new Flaw('a time outside the time window');
        }
        learn(received, now);
      }
      return { kind: 'answer', messageId, pdu };
    },
  };
}

/** The request by which an engine is discovered (RFC 3414, 4): it asks for nothing. */
const emptyGet = (id: number): Buffer => requestPdu({ type: PDU.get, id, oids: [], repetitions: 0 });
