import { randomBytes, randomInt } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { Session, Version1, Version2c } from 'net-snmp';
import type { SnmpCredentials } from '../../../model/credentials.ts';
import { type Answer, readAnswer } from './answer.ts';
import { Flaw, requestIdOf } from './flaw.ts';
import { requestPdu } from './request.ts';
import { canonical, createSockets, type Line, type Sockets } from './sockets.ts';
import { createKeyring, type Keyring } from './usm/keys.ts';
import type { Report } from './usm/report.ts';
import { communityMessage } from './usm/translation.ts';
import { createUserSecurity, type UserSecurity } from './usm/user-security.ts';

export interface SessionOptions {
  /** IPv4 or IPv6; not a name, since answers are told by it. */
  readonly address: string;
  readonly port: number;
  readonly credentials: SnmpCredentials;
  /** Shared by sessions with the same passwords; default: one of its own. */
  readonly keyring?: Keyring | undefined;
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
  /** Shared with other sessions; without them it has one of its own. */
  readonly sockets?: Sockets | undefined;
}

/** No attempt was answered in time. */
export class TimedOut extends Error {}

/** An answer of another version or community than was asked with. */
export class Misfit extends Error {}

/** An engine of SNMP v3 has said why it does not answer. */
export class Refused extends Error {
  readonly report: Report;

  constructor(report: Report) {
    super(`it reports ${report}`);
    this.report = report;
  }
}

/** This host refuses a protocol of authentication or encryption. */
export class Unsupported extends Error {}

/** How often a request is sent again because the engine, or its time, has become known: a new engine takes three. */
const MOST_AGAIN = 4;
/** Message ids are random from 1 up to this (RFC 3412, 6: 31 bits). */
const MOST_MESSAGE_ID = 2 ** 31 - 1;

/** The community inside of v3, which never leaves this process. */
const INNER_COMMUNITY = 'v3';

type Req = Parameters<Session['registerRequest']>[0];

/** A request as net-snmp has put it together. */
interface SentPdu {
  readonly type: number;
  readonly id: number;
  readonly varbinds: readonly { readonly oid: string }[];
  readonly options: { readonly maxRepetitions?: number };
}

/** Datagrams that were not taken for an answer. */
export interface Ignored {
  /** How many came from another address or port than was asked, and from which one last. */
  foreign: number;
  foreignSource: string;
  /** How many were malformed, and what was wrong with the last. */
  malformed: number;
  flaw: string;
}

/**
 * net-snmp's v1 and v2c session with its gaps closed: answers from elsewhere and malformed ones are counted and ignored,
 * nothing that arrives can throw, and a stalled event loop reads its socket before it takes silence for a time-out. SNMP v3
 * is spoken around it: its v2c messages give up their PDU to be sealed, and what was opened comes back to it as one.
 */
export class GuardedSession extends Session {
  declare private readonly dgram: Line;
  declare private readonly reqs: Record<string, Req | undefined>;
  declare private reqCount: number;
  declare private readonly community: string;
  declare private readonly target: string;
  declare private readonly version: number;
  declare readonly onSimpleGetResponse: (request: Req, message: { pdu: object }) => void;
  private readonly from: string;
  private readonly fromPort: number;
  readonly ignored: Ignored = { foreign: 0, foreignSource: '', malformed: 0, flaw: '' };
  /** Octets of the last answer. */
  answerOctets = 0;
  private readonly security: UserSecurity | undefined;
  /** Requests under way by the ids of the v3 messages they went out in, one for each attempt. */
  private readonly messages = new Map<number, Req>();
  /** How often requests were sent again. */
  private readonly again = new WeakMap<Req, number>();

  constructor({ address, port, credentials, keyring, timeout, retries, sockets = createSockets(1) }: SessionOptions) {
    const { community, version } = spoken(credentials);
    const transport = isIPv6(address) ? 'udp6' : 'udp4';
    const dgramModule = sockets.towards(address, port);
    super(address, community, { version, transport, port, timeout, retries, dgramModule });
    this.from = canonical(address);
    this.fromPort = port;
    if (credentials.version === '3') {
      this.security = createUserSecurity(credentials, keyring ?? createKeyring(), randomBytes(8));
    }
    // Sockets report errors this way; requests that fail for them time out.
    this.on('error', (error) => this.countMalformed(error.message));
  }

  override onMsg(datagram: Buffer, source?: RemoteInfo): void {
    if (source && (addressOf(source) !== this.from || source.port !== this.fromPort)) {
      this.hearStranger(datagram, source);
      return;
    }
    try {
      const message = this.security ? this.opened(datagram, this.security) : datagram;
      if (message) this.take(readAnswer(message), datagram.length);
    } catch (error) {
      if (!(error instanceof Flaw)) throw error;
      this.countMalformed(error.message);
    }
  }

  private take({ version, community, requestId, variables, ...rest }: Answer, octets: number): void {
    const request = this.unregisterRequest(requestId);
    if (!request) return;
    this.answerOctets = octets;
    const refuse = (misfit: string) => (request.responseCb as (error: Error) => void)(new Misfit(misfit));
    if (version !== this.version) refuse('another version than it was asked in');
    // Its words would give the community away.
    else if (community !== this.community) refuse('another community than it was asked with');
    else this.onSimpleGetResponse(request, { pdu: { ...rest, varbinds: variables } });
  }

  /** True when an engine of SNMP v3 has said its name. */
  knowsEngine(): boolean {
    return this.security?.knowsEngine() ?? false;
  }

  override send(request: Req): this {
    const datagram = this.datagramOf(request);
    if (!datagram) return this;
    this.dgram.send(datagram, 0, datagram.length, request.port, this.target, (error) => {
      if (error) this.fail(request, error);
      else this.registerRequest(request);
    });
    return this;
  }

  /** Undefined when this host refuses a protocol of v3, which fails the request. */
  private datagramOf(request: Req): Buffer | undefined {
    const { type, id, varbinds, options } = (request.message as unknown as { pdu: SentPdu }).pdu;
    const oids = varbinds.map(({ oid }) => oid);
    const pdu = requestPdu({ type, id, oids, repetitions: options.maxRepetitions ?? 0 });
    if (!this.security) return communityMessage(this.version, this.community, pdu);
    const message = randomInt(1, MOST_MESSAGE_ID);
    try {
      const sealed = this.security.seal(pdu, message, performance.now());
      this.messages.set(message, request);
      return sealed;
    } catch (error) {
      this.fail(request, new Unsupported(String(error)));
      return undefined;
    }
  }

  /** What of a v3 datagram net-snmp is to read; undefined when it needs not, or must not. */
  private opened(datagram: Buffer, security: UserSecurity): Buffer | undefined {
    try {
      const opened = security.open(datagram, performance.now(), (id) => this.messages.has(id));
      if (opened.kind === 'answer') return communityMessage(this.version, this.community, opened.pdu);
      if (opened.kind === 'stale') return undefined;
      const request = this.messages.get(opened.messageId)!;
      const times = (this.again.get(request) ?? 0) + 1;
      this.again.set(request, times);
      if (opened.kind === 'again' && times <= MOST_AGAIN) {
        clearTimeout(request.timer);
        this.forget(request);
        this.send(request);
      } else this.fail(request, new Refused(opened.report));
    } catch (error) {
      if (error instanceof Flaw) this.countMalformed(error.message);
      else for (const request of new Set(this.messages.values())) this.fail(request, new Unsupported(String(error)));
    }
    return undefined;
  }

  override unregisterRequest(id: number): Req | null {
    const request = super.unregisterRequest(id) as Req | null;
    if (request) this.forget(request);
    return request;
  }

  /** What still answers the messages that a request went out in comes too late. */
  private forget(request: Req): void {
    for (const [message, under] of this.messages) if (under === request) this.messages.delete(message);
  }

  private fail(request: Req, error: Error): void {
    this.unregisterRequest(Number(request.getId()));
    // It may not have been registered yet.
    this.forget(request);
    (request.responseCb as (error: Error) => void)(error);
  }

  override onError(error: unknown): void {
    this.countMalformed(String(error));
  }

  override registerRequest(request: Req): void {
    const id = request.getId();
    if (!this.reqs[id]) {
      this.reqs[id] = request;
      if (this.reqCount++ === 0) this.dgram.ref();
    }
    // The answer may wait in the socket while the timer was late: it is read before the immediate runs.
    request.timer = setTimeout(() => setImmediate(() => this.expire(request)), request.timeout);
  }

  private expire(request: Req): void {
    const id = request.getId();
    if (this.reqs[id] !== request) return;
    if (request.retries-- > 0) {
      this.send(request);
      return;
    }
    this.fail(request, new TimedOut('no answer'));
  }

  /** Counts what answers a request of this session from elsewhere; others may be for other sessions. */
  private hearStranger(datagram: Buffer, { address, port }: RemoteInfo): void {
    const id = requestIdOf(datagram);
    const known = id !== undefined && (this.security ? this.messages.has(id) : this.reqs[id] !== undefined);
    if (!known) return;
    this.ignored.foreign++;
    this.ignored.foreignSource = `${address} port ${port}`;
  }

  private countMalformed(flaw: string): void {
    this.ignored.malformed++;
    this.ignored.flaw = flaw;
  }
}

const addressOf = ({ address, family }: RemoteInfo) => (family === 'IPv6' ? canonical(address) : address);

/** The version and community that net-snmp speaks; a user's messages are of v2c inside. */
function spoken(credentials: SnmpCredentials) {
  if (credentials.version === '3') return { community: INNER_COMMUNITY, version: Version2c };
  return { community: credentials.community, version: credentials.version === '1' ? Version1 : Version2c };
}
