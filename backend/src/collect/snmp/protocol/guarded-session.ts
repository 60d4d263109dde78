import type { RemoteInfo, Socket } from 'node:dgram';
import { isIPv6, SocketAddress } from 'node:net';
import { Session, Version1, Version2c } from 'net-snmp';
import type { SnmpCredentials } from '../../../model/credentials.ts';
import { flawOf } from './flaw.ts';

export interface SessionOptions {
  /** IPv4 or IPv6; not a name, since answers are told by it. */
  readonly address: string;
  readonly port: number;
  readonly credentials: SnmpCredentials;
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
}

/** No attempt was answered in time. */
export class TimedOut extends Error {}

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
 * net-snmp's v2c session with its gaps closed: answers from elsewhere and malformed ones are counted and ignored, nothing
 * that arrives can throw, and a stalled event loop reads its socket before it takes silence for a time-out.
 */
export class GuardedSession extends Session {
  declare private readonly dgram: Socket;
  declare private readonly reqs: Record<string, Req | undefined>;
  declare private reqCount: number;
  private readonly from: string;
  private readonly fromPort: number;
  readonly ignored: Ignored = { foreign: 0, foreignSource: '', malformed: 0, flaw: '' };
  /** Octets of the last answer. */
  answerOctets = 0;

  constructor({ address, port, credentials, timeout, retries }: SessionOptions) {
    const six = isIPv6(address);
    const { community, version } = communityOf(credentials);
    super(address, community, { version, transport: six ? 'udp6' : 'udp4', port, timeout, retries });
    this.from = new SocketAddress({ address, family: six ? 'ipv6' : 'ipv4' }).address;
    this.fromPort = port;
    // Sockets report errors this way; requests that fail for them time out.
    this.on('error', (error) => this.countMalformed(error.message));
  }

  override onMsg(datagram: Buffer, source?: RemoteInfo): void {
    if (source && (withoutZone(source.address) !== this.from || source.port !== this.fromPort)) {
      this.ignored.foreign++;
      this.ignored.foreignSource = `${source.address} port ${source.port}`;
      return;
    }
    const flaw = flawOf(datagram);
    if (flaw !== undefined) {
      this.countMalformed(flaw);
      return;
    }
    this.answerOctets = datagram.length;
    super.onMsg(datagram);
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
    this.unregisterRequest(Number(id));
    (request.responseCb as (error: Error) => void)(new TimedOut('no answer'));
  }

  private countMalformed(flaw: string): void {
    this.ignored.malformed++;
    this.ignored.flaw = flaw;
  }
}

/** An IPv6 address of a link without the interface it is met on. */
const withoutZone = (address: string) => address.replace(/%.*$/, '');

function communityOf(credentials: SnmpCredentials) {
  if (credentials.version === '3') throw new Error('SNMP v3 is not spoken yet');
  return { community: credentials.community, version: credentials.version === '1' ? Version1 : Version2c };
}
