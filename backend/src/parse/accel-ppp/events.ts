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

/** The most sessions and names that are remembered between two lines. */
const MOST_REMEMBERED = 10_000;

interface Request {
  readonly login: string;
  readonly nas?: string | undefined;
}

/** What is remembered between two lines, as it is kept over a restart. */
interface Memory {
  readonly requests: readonly (readonly [session: string, waiting: readonly Request[]])[];
  readonly answered: readonly (readonly [session: string, answers: number])[];
  readonly failedNames: readonly string[];
}

/**
 * Tells events of packets and of outcomes. An authentication is told by the answer of the server, under the name of its
 * request. The outcome that is logged for every authentication, and once more for the whole server when it failed, is an
 * event only where no answer was seen: the server was silent, or the passwords are here.
 */
export function eventTeller(remembered?: Json) {
  const before = remembered as unknown as Memory | undefined;
  /** By interface: requests without an answer, and answers without an outcome. */
  const requests = new Map<string, readonly Request[]>(before?.requests);
  const answered = new Map<string, number>(before?.answered);
  /** Names whose failure was told of their session, and not yet of the whole server. */
  const failedNames = new Map(before?.failedNames.map((name) => [name, true] as const));

  const answer = (session: string, { code, attributes }: PrintedPacket, time: number): AccountingRecord => {
    const [request, ...others] = requests.get(session) ?? [];
    remember(requests, session, others.length > 0 ? others : undefined);
    remember(answered, session, (answered.get(session) ?? 0) + 1);
    const login = request?.login ?? attributes.get('User-Name') ?? '';
    const failed = code === 'Access-Reject';
    const cause = failed ? causeOf(attributes.get('Reply-Message') ?? '', login) || code : undefined;
    return recordOf({ kind: 'authentication', time, login, nas: request?.nas, failed, status: code, failure: cause });
  };

  return {
    /** What another teller goes on from. */
    memory(): Json {
      const memory: Memory = {
        requests: [...requests],
        answered: [...answered],
        failedNames: [...failedNames.keys()],
      };
      return memory as unknown as Json;
    },
    packet(packet: PrintedPacket, time: number): AccountingRecord | undefined {
      const { session, sent, code, attributes } = packet;
      if (sent && code === 'Accounting-Request') return accountingOf(packet, time);
      if (sent && code === 'Access-Request') {
        const login = attributes.get('User-Name') ?? '';
        const waiting = requests.get(session) ?? [];
        // What is sent again is one request.
        if (waiting.some((known) => known.login === login)) return undefined;
        remember(requests, session, [...waiting.slice(-99), { login, nas: nasOf(attributes) }]);
      }
      if (!sent && (code === 'Access-Accept' || code === 'Access-Reject')) return answer(session, packet, time);
      return undefined;
    },
    said(text: string, time: number): AccountingRecord | undefined {
      const [, who, outcome] = OUTCOME.exec(text) ?? [];
      if (outcome === undefined || who === undefined) return undefined;
      const failed = outcome === 'failed';
      const parts = who.split(': ');
      const ofSession = parts.length > 1 || INTERFACE.test(who) || requests.has(who) || answered.has(who);
      const status = `authentication ${outcome}`;
      if (!ofSession) {
        if (failedNames.delete(who)) return undefined;
        return recordOf({
          kind: 'authentication',
          time,
          login: who,
          failed,
          status,
          failure: failed ? status : undefined,
        });
      }
      const [session, ...names] = parts as [string, ...string[]];
      const login = names.join(': ');
      if (failed && login !== '') remember(failedNames, login, true);
      const answers = answered.get(session) ?? 0;
      if (answers > 0) {
        remember(answered, session, answers > 1 ? answers - 1 : undefined);
        return undefined;
      }
      const waiting = requests.get(session) ?? [];
      const request = waiting.find((known) => login === '' || known.login === login);
      const others = waiting.filter((known) => known !== request);
      remember(requests, session, others.length > 0 ? others : undefined);
      const cause = failed ? (request ? 'no answer' : status) : undefined;
      return recordOf({
        ...{ kind: 'authentication', time, login: login || (request?.login ?? ''), nas: request?.nas },
        ...{ failed, status, failure: cause },
      });
    },
  };
}

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
  if (value === undefined) return;
  map.set(key, value);
  if (map.size > MOST_REMEMBERED) map.delete(map.keys().next().value!);
}
