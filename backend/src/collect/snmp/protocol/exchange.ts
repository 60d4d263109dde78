import { randomBytes, randomInt } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import type { SnmpCredentials } from '../../../model/credentials.ts';
import { type Answer, readAnswer, readResponse } from './answer.ts';
import { Flaw, requestIdOf } from './flaw.ts';
import { type Request, requestMessage, requestPdu } from './request.ts';
import { RequestFailure, statusFailure } from './request-failure.ts';
import { createSockets, type Line, type Listener, type Sockets } from './sockets.ts';
import { PDU, VERSIONS } from './tags.ts';
import { createKeyring, type Keyring } from './usm/keys.ts';
import { createUserSecurity, type UserSecurity } from './usm/user-security.ts';
import type { Variables } from './variables.ts';

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

/** Datagrams that were not taken for an answer. */
export interface Ignored {
  /** How many came from another address or port than was asked, and from which one last. */
  foreign: number;
  foreignSource: string;
  /** How many were malformed, and what was wrong with the last. */
  malformed: number;
  flaw: string;
}

/** Requests to one device, one at a time, as promises that reject with a RequestFailure. */
export interface Exchange {
  /** As many variables as were asked for. */
  get(oids: readonly string[]): Promise<Variables>;
  getNext(oids: readonly string[]): Promise<Variables>;
  /** What follows each OID, in turn, up to `repetitions` times. */
  getBulk(oids: readonly string[], repetitions: number): Promise<Variables>;
  /** Octets of the last answer. */
  readonly answerOctets: number;
  readonly ignored: Readonly<Ignored>;
  /** True when an engine of SNMP v3 has said its name. */
  knowsEngine(): boolean;
  /** Frees the socket; a request under way is rejected. */
  close(): void;
}

/** Ids of requests and messages are random from 1 up to this (RFC 3412, 6: 31 bits). */
const MOST_ID = 2 ** 31 - 1;
/** How often a request is sent again because the engine, or its time, has become known: a new engine takes three. */
const MOST_AGAIN = 4;

/** The request under way. */
interface Waiting {
  readonly request: Request;
  readonly resolve: (variables: Variables) => void;
  readonly reject: (failure: RequestFailure) => void;
  attempts: number;
  timer: NodeJS.Timeout | undefined;
  /** Ids of the v3 messages it went out in, one for each attempt. */
  readonly messages: number[];
  /** How often it was sent again. */
  again: number;
}

/** Opens a socket for the requests to one device; nothing is sent yet. */
export const createExchange = (options: SessionOptions): Exchange => new DeviceExchange(options);

/**
 * Answers from elsewhere and malformed ones are counted and ignored, nothing that arrives can throw, and a stalled event loop
 * reads its socket before it takes silence for a time-out.
 */
class DeviceExchange implements Exchange, Listener {
  readonly ignored: Ignored = { foreign: 0, foreignSource: '', malformed: 0, flaw: '' };
  answerOctets = 0;
  private readonly line: Line;
  private readonly version: number;
  private readonly community: string;
  private readonly timeout: number;
  private readonly retries: number;
  private readonly security: UserSecurity | undefined;
  private waiting: Waiting | undefined;
  private closed = false;

  constructor({ address, port, credentials, keyring, timeout, retries, sockets = createSockets(1) }: SessionOptions) {
    const isUser = credentials.version === '3';
    this.version = isUser ? Number.NaN : VERSIONS[credentials.version];
    this.community = isUser ? '' : credentials.community;
    this.security = isUser ? createUserSecurity(credentials, keyring ?? createKeyring(), randomBytes(8)) : undefined;
    this.timeout = timeout;
    this.retries = retries;
    this.line = sockets.lineTo(address, port, this);
  }

  get(oids: readonly string[]): Promise<Variables> {
    return this.askEach(PDU.get, oids);
  }

  getNext(oids: readonly string[]): Promise<Variables> {
    return this.askEach(PDU.getNext, oids);
  }

  getBulk(oids: readonly string[], repetitions: number): Promise<Variables> {
    return this.ask(PDU.getBulk, oids, repetitions);
  }

  knowsEngine(): boolean {
    return this.security?.knowsEngine() ?? false;
  }

  close(): void {
    this.closed = true;
    if (this.waiting) this.fail(this.waiting, new RequestFailure('network', 'the socket was closed'));
    this.line.close();
  }

  hear(datagram: Buffer): void {
    try {
      if (this.security) this.open(datagram, this.security);
      else this.takeMessage(datagram);
    } catch (error) {
      if (!(error instanceof Flaw)) throw error;
      this.ignored.malformed++;
      this.ignored.flaw = error.message;
    }
  }

  /** Counts what answers the request of this exchange from elsewhere; others may be for other exchanges. */
  hearStranger(datagram: Buffer, { address, port }: RemoteInfo): void {
    const id = requestIdOf(datagram);
    const { waiting } = this;
    if (id === undefined || !waiting) return;
    if (this.security ? !waiting.messages.includes(id) : waiting.request.id !== id) return;
    this.ignored.foreign++;
    this.ignored.foreignSource = `${address} port ${port}`;
  }

  /** One variable for each OID. */
  private async askEach(type: number, oids: readonly string[]): Promise<Variables> {
    const variables = await this.ask(type, oids, 0);
    if (variables.count === oids.length) return variables;
    throw new RequestFailure('misfit', `${variables.count} objects instead of ${oids.length}`);
  }

  private ask(type: number, oids: readonly string[], repetitions: number): Promise<Variables> {
    if (this.closed) return Promise.reject(new RequestFailure('network', 'the socket was closed'));
    if (this.waiting) throw new Error('one request at a time');
    return new Promise((resolve, reject) => {
      const request = { type, id: randomInt(1, MOST_ID), oids, repetitions };
      const rest = { attempts: this.retries + 1, timer: undefined, messages: [], again: 0 };
      this.waiting = { request, resolve, reject, ...rest };
      this.line.ref();
      this.send(this.waiting);
    });
  }

  private send(waiting: Waiting): void {
    const datagram = this.datagramOf(waiting);
    if (!datagram) return;
    this.line.send(datagram, (error) => {
      if (this.waiting !== waiting) return;
      if (error) {
        this.fail(waiting, new RequestFailure('network', error.message));
        return;
      }
      // The answer may wait in the socket while the timer was late: it is read before the immediate runs.
      const timer = setTimeout(() => setImmediate(() => this.expire(waiting, timer)), this.timeout);
      waiting.timer = timer;
    });
  }

  /** Undefined when this host refuses a protocol of v3, which fails the request. */
  private datagramOf(waiting: Waiting): Buffer | undefined {
    const { request, messages } = waiting;
    if (!this.security) return requestMessage(this.version, this.community, request);
    const message = randomInt(1, MOST_ID);
    try {
      const sealed = this.security.seal(requestPdu(request), message, performance.now());
      messages.push(message);
      return sealed;
    } catch (error) {
      this.fail(waiting, new RequestFailure('unsupported', String(error)));
      return undefined;
    }
  }

  private takeMessage(datagram: Buffer): void {
    const answer = readAnswer(datagram);
    const { waiting } = this;
    if (waiting?.request.id !== answer.requestId) return;
    const refuse = (misfit: string) => this.fail(waiting, new RequestFailure('misfit', misfit));
    if (answer.version !== this.version) refuse('another version than it was asked in');
    // Its words would give the community away.
    else if (answer.community !== this.community) refuse('another community than it was asked with');
    else this.take(waiting, answer, datagram.length);
  }

  /** What a v3 datagram says. */
  private open(datagram: Buffer, security: UserSecurity): void {
    const { waiting } = this;
    if (!waiting) return;
    let opened: ReturnType<UserSecurity['open']>;
    try {
      opened = security.open(datagram, performance.now(), (id) => waiting.messages.includes(id));
    } catch (error) {
      if (error instanceof Flaw) throw error;
      this.fail(waiting, new RequestFailure('unsupported', String(error)));
      return;
    }
    if (opened.kind === 'stale') return;
    if (opened.kind === 'answer') {
      const answer = readResponse(opened.pdu);
      if (answer.requestId === waiting.request.id) this.take(waiting, answer, datagram.length);
    } else if (opened.kind === 'again' && ++waiting.again <= MOST_AGAIN) {
      clearTimeout(waiting.timer);
      // What still answers the messages before comes too late.
      waiting.messages.length = 0;
      this.send(waiting);
    } else {
      const { report } = opened;
      this.fail(waiting, new RequestFailure('refused', `it reports ${report}`, 0, report));
    }
  }

  private take(waiting: Waiting, { errorStatus, errorIndex, variables }: Answer, octets: number): void {
    this.answerOctets = octets;
    if (errorStatus <= 0) {
      this.end(waiting);
      waiting.resolve(variables);
      return;
    }
    const named = errorIndex > 0 && errorIndex <= variables.count;
    this.fail(waiting, statusFailure(errorStatus, named ? variables.oid(errorIndex - 1) : undefined));
  }

  private expire(waiting: Waiting, timer: NodeJS.Timeout): void {
    if (this.waiting !== waiting || waiting.timer !== timer) return;
    if (--waiting.attempts > 0) this.send(waiting);
    else this.fail(waiting, new RequestFailure('silence', 'no answer'));
  }

  private fail(waiting: Waiting, failure: RequestFailure): void {
    this.end(waiting);
    waiting.reject(failure);
  }

  private end(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    this.waiting = undefined;
    this.line.unref();
  }
}
