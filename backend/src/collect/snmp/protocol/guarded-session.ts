import { randomBytes, randomInt } from 'node:crypto';
import type { RemoteInfo, Socket } from 'node:dgram';
import { isIPv6, SocketAddress } from 'node:net';
import { Session, Version1, Version2c } from 'net-snmp';
import type { SnmpCredentials } from '../../../model/credentials.ts';
import { Flaw, flawOf } from './flaw.ts';
import { createKeyring, type Keyring } from './usm/keys.ts';
import type { Report } from './usm/report.ts';
import { communityMessage, pduOfCommunityMessage } from './usm/translation.ts';
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
}

/** No attempt was answered in time. */
export class TimedOut extends Error {}

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
  declare private readonly dgram: Socket;
  declare private readonly reqs: Record<string, Req | undefined>;
  declare private reqCount: number;
  declare private readonly community: string;
  declare private readonly target: string;
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

  constructor({ address, port, credentials, keyring, timeout, retries }: SessionOptions) {
    const six = isIPv6(address);
    const { community, version } = spoken(credentials);
    super(address, community, { version, transport: six ? 'udp6' : 'udp4', port, timeout, retries });
    this.from = new SocketAddress({ address, family: six ? 'ipv6' : 'ipv4' }).address;
    this.fromPort = port;
    if (credentials.version === '3') {
      this.security = createUserSecurity(credentials, keyring ?? createKeyring(), randomBytes(8));
    }
    // Sockets report errors this way; requests that fail for them time out.
    this.on('error', (error) => this.countMalformed(error.message));
  }

  override onMsg(datagram: Buffer, source?: RemoteInfo): void {
    if (source && (withoutZone(source.address) !== this.from || source.port !== this.fromPort)) {
      this.ignored.foreign++;
      this.ignored.foreignSource = `${source.address} port ${source.port}`;
      return;
    }
    const message = this.security ? this.opened(datagram, this.security) : datagram;
    if (!message) return;
    const flaw = flawOf(message);
    if (flaw !== undefined) {
      this.countMalformed(flaw);
      return;
    }
    this.answerOctets = datagram.length;
    super.onMsg(message);
  }

  /** True when an engine of SNMP v3 has said its name. */
  knowsEngine(): boolean {
    return this.security?.knowsEngine() ?? false;
  }

  override send(request: Req, noWait: boolean): this {
    if (!this.security) return super.send(request, noWait);
    const id = randomInt(1, MOST_MESSAGE_ID);
    let datagram: Buffer;
    try {
      datagram = this.security.seal(pduOfCommunityMessage(request.message.toBuffer()), id, performance.now());
    } catch (error) {
      this.fail(request, new Unsupported(String(error)));
      return this;
    }
    this.messages.set(id, request);
    this.dgram.send(datagram, request.port, this.target, (error) => {
      if (error) this.fail(request, error);
      else this.registerRequest(request);
    });
    return this;
  }

  /** What of a v3 datagram net-snmp is to read; undefined when it needs not, or must not. */
  private opened(datagram: Buffer, security: UserSecurity): Buffer | undefined {
    try {
      const opened = security.open(datagram, performance.now(), (id) => this.messages.has(id));
      if (opened.kind === 'answer') return communityMessage(this.community, opened.pdu);
      if (opened.kind === 'stale') return undefined;
      const request = this.messages.get(opened.messageId)!;
      const times = (this.again.get(request) ?? 0) + 1;
      this.again.set(request, times);
      if (opened.kind === 'again' && times <= MOST_AGAIN) {
        clearTimeout(request.timer);
        this.forget(request);
        this.send(request, false);
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
      this.send(request, false);
      return;
    }
    this.fail(request, new TimedOut('no answer'));
  }

  private countMalformed(flaw: string): void {
    this.ignored.malformed++;
    this.ignored.flaw = flaw;
  }
}

/** An IPv6 address of a link without the interface it is met on. */
const withoutZone = (address: string) => address.replace(/%.*$/, '');

/** The version and community that net-snmp speaks; a user's messages are of v2c inside. */
function spoken(credentials: SnmpCredentials) {
  if (credentials.version === '3') return { community: INNER_COMMUNITY, version: Version2c };
  return { community: credentials.community, version: credentials.version === '1' ? Version1 : Version2c };
}
