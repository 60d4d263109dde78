import type { AccountingRecord, AccountingStatusType } from '../../model/accounting.ts';
import type { Json } from '../../model/contracts/log-state.ts';
import { causeOf } from '../cause.ts';
import { recordOf } from '../line-parser.ts';
import type { PrintedPacket } from './packet.ts';

const STATUS_TYPES: Readonly<Record<string, AccountingStatusType>> = {
  Start: 'Start',
  Stop: 'Stop',
  Alive: 'Alive',
  'Interim-Update': 'Alive',
  'Accounting-On': 'On',
  'Accounting-Off': 'Off',
};

const GIGAWORD = 2 ** 32;

/** `ppp0: user: authentication failed`; without a user when none was told, without an interface for the whole server. */
const OUTCOME = /^(?:(.*): )?authentication (succeeded|failed)$/;
const INTERFACE = /^(?:ppp|ipoe)\d+$/;

/** The most attempts and names that are remembered between two lines. */
const MOST_REMEMBERED = 1000;
/** The longest text of an attribute (RFC 2865, 5); what is longer is damage, and is not remembered. */
const LONGEST_NAME = 253;

/** An authentication of which no outcome was logged yet. */
interface Attempt {
  readonly login: string;
  readonly nas?: string | undefined;
  /** The interface of its packets: until a session is up, often one that many share. */
  readonly session: string;
  /** Its answer was told as an event. */
  readonly told: boolean;
}

/** What is remembered between two lines, as it is kept over a restart. */
interface Memory {
  readonly attempts: readonly (readonly [user: string, attempt: Attempt])[];
  readonly refusals: readonly (readonly [session: string, cause: string])[];
  readonly failedNames: readonly string[];
}

/**
 * Tells events of packets and of outcomes. Of the lines of an authentication one is its event: the answer of the server where
 * only one request waits on its interface, else the outcome, which has the name of the user. The outcome has another interface
 * than the packets, and a failure is logged twice, for the session and for the whole server.
 */
export function eventTeller(remembered?: Json) {
  const before = remembered as unknown as Memory | undefined;
  /** By the name of the user without its realm, which accel-ppp may add to a request or take away. */
  const attempts = new Map<string, Attempt>(before?.attempts);
  /** By interface: the cause of the last refusal that was not told. */
  const refusals = new Map<string, string>(before?.refusals);
  /** Names whose failure was logged for their session, and not yet for the whole server. */
  const failedNames = new Map(before?.failedNames.map((name) => [name, true] as const));

  const attemptsOf = (session: string) => [...attempts].filter(([, attempt]) => attempt.session === session);

  const request = (session: string, attributes: PrintedPacket['attributes']) => {
    const login = attributes.get('User-Name') ?? '';
    const nas = nasOf(attributes);
    if ([login, nas ?? '', session].some(({ length }) => length > LONGEST_NAME)) return;
    remember(attempts, userOf(login), { login, nas, session, told: false });
  };
  const answer = ({ session, code, attributes }: PrintedPacket, time: number): AccountingRecord | undefined => {
    const failed = code === 'Access-Reject';
    const [waiting, ...others] = attemptsOf(session).filter(([, { told }]) => !told);
    const reply = attributes.get('Reply-Message') ?? '';
    if (!waiting || others.length > 0) {
      if (failed) remember(refusals, session, causeOf(reply, '') || code);
      return undefined;
    }
    const [user, attempt] = waiting;
    const { login, nas } = attempt;
    remember(attempts, user, { ...attempt, told: true });
    const failure = failed ? causeOf(reply, login) || code : undefined;
    return recordOf({ kind: 'authentication', time, login, nas, failed, status: code, failure });
  };

  /** The outcome of a session, with the name of the user or without. */
  const outcome = (session: string, login: string, status: string, failed: boolean, time: number) => {
    if (failed && login !== '') remember(failedNames, login, true);
    const ofSession = login === '' ? attemptsOf(session) : [];
    const user = login === '' ? (ofSession.find(([, { told }]) => told) ?? ofSession[0])?.[0] : userOf(login);
    const attempt = user === undefined ? undefined : attempts.get(user);
    if (user !== undefined) attempts.delete(user);
    if (attempt?.told) return undefined;
    const refusal = refusals.get(session);
    refusals.delete(session);
    return recordOf({
      ...{ kind: 'authentication', time, login: login || (attempt?.login ?? ''), nas: attempt?.nas, failed, status },
      failure: failed ? (refusal ?? (attempt ? 'no answer' : status)) : undefined,
    });
  };

  return {
    /** What another teller goes on from. */
    memory(): Json {
      const memory: Memory = {
        attempts: [...attempts],
        refusals: [...refusals],
        failedNames: [...failedNames.keys()],
      };
      return memory as unknown as Json;
    },
    packet(packet: PrintedPacket, time: number): AccountingRecord | undefined {
      const { session, sent, code, attributes } = packet;
      if (sent && code === 'Accounting-Request') return accountingOf(packet, time);
      if (sent && code === 'Access-Request') request(session, attributes);
      if (!sent && (code === 'Access-Accept' || code === 'Access-Reject')) return answer(packet, time);
      return undefined;
    },
    said(text: string, time: number): AccountingRecord | undefined {
      const [, who, word] = OUTCOME.exec(text) ?? [];
      if (word === undefined || who === undefined) return undefined;
      const failed = word === 'failed';
      const status = `authentication ${word}`;
      const [session, ...names] = who.split(': ') as [string, ...string[]];
      if (names.length > 0 || INTERFACE.test(who) || attemptsOf(who).length > 0) {
        return outcome(session, names.join(': '), status, failed, time);
      }
      if (failedNames.delete(who)) return undefined;
      const failure = failed ? status : undefined;
      return recordOf({ kind: 'authentication', time, login: who, failed, status, failure });
    },
  };
}

const userOf = (login: string) => login.split('@')[0]!;

function accountingOf({ code, attributes }: PrintedPacket, time: number): AccountingRecord {
  const number = (name: string) => {
    const text = attributes.get(name);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const octets = (direction: 'Input' | 'Output') => {
    const low = number(`Acct-${direction}-Octets`);
    return low === undefined ? undefined : low + (number(`Acct-${direction}-Gigawords`) ?? 0) * GIGAWORD;
  };
  const statusType = STATUS_TYPES[attributes.get('Acct-Status-Type') ?? ''];
  return recordOf({
    kind: 'accounting',
    time,
    login: attributes.get('User-Name') ?? '',
    status: code,
    statusType,
    nas: nasOf(attributes),
    sessionId: attributes.get('Acct-Session-Id'),
    sessionSeconds: number('Acct-Session-Time'),
    inputOctets: octets('Input'),
    outputOctets: octets('Output'),
    octetsWrap: attributes.has('Acct-Input-Octets') && !attributes.has('Acct-Input-Gigawords'),
  });
}

const nasOf = (attributes: ReadonlyMap<string, string>) =>
  attributes.get('NAS-IP-Address') ?? attributes.get('NAS-Identifier');

/** Puts a value under a key, or takes it away; the oldest keys are forgotten when there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  map.delete(key);
  if (value === undefined || key.length > LONGEST_NAME) return;
  map.set(key, value);
  if (map.size > MOST_REMEMBERED) map.delete(map.keys().next().value!);
}
