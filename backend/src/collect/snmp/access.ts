import type { SnmpCredentials, UserCredentials } from '../../model/credentials.ts';
import type { AccessFault } from '../../model/device.ts';
import { faultOf } from './access-fault.ts';
import type { Ignored } from './protocol/exchange.ts';
import { RequestFailure } from './protocol/request-failure.ts';
import { createSession, type Got, type SessionOptions, type SnmpSession } from './protocol/session.ts';

export interface AccessOptions extends Omit<SessionOptions, 'address' | 'credentials'> {
  /** Tried in this order. */
  readonly credentials: readonly SnmpCredentials[];
}

/** Finds the credentials that a device answers to. */
export interface Access {
  /** Asks the first objects of a reading, with the credentials that were answered to last and then with the others. */
  greet(address: string, oids: readonly string[]): Promise<Greeting | FailedGreeting>;
  /** Frees the socket; the credentials stay remembered. */
  close(): void;
}

export interface Greeting {
  readonly session: SnmpSession;
  /** True when it is another session than the last time. */
  readonly fresh: boolean;
  readonly head: Got;
  /** What the session had ignored before. */
  readonly ignoredBefore: Readonly<Ignored>;
}

/** Why a device did not answer: to the credentials it refuses, else to the first. */
export interface FailedGreeting {
  readonly credentials: SnmpCredentials;
  readonly failure: RequestFailure;
  /** What of the credentials the device refuses, when it is known to. */
  readonly fault: AccessFault | undefined;
  /** True when it said the name of its SNMP engine. */
  readonly namedEngine: boolean;
  readonly ignoredBefore: Readonly<Ignored>;
  readonly ignored: Readonly<Ignored>;
}

/** What other credentials may mend. */
const ABOUT_CREDENTIALS: ReadonlySet<RequestFailure['kind']> = new Set(['silence', 'refused', 'unsupported']);

/** What every device has (RFC 3418). */
export const SYS_UPTIME = '1.3.6.1.2.1.1.3.0';

export function createAccess(options: AccessOptions): Access {
  let order = options.credentials;
  let open: SnmpSession | undefined;

  const close = () => {
    open?.close();
    open = undefined;
  };

  const attempt = async (
    address: string,
    credentials: SnmpCredentials,
    oids: readonly string[],
  ): Promise<Greeting | FailedGreeting> => {
    const fresh = open === undefined;
    open ??= createSession({ ...options, address, credentials });
    const session = open;
    const ignoredBefore = { ...session.ignored };
    session.begin();
    const head = await answerOf(session, oids);
    if (!(head instanceof RequestFailure)) return { session, fresh, head, ignoredBefore };
    const namedEngine = fresh && session.knowsEngine();
    const fault =
      head.kind === 'silence' && namedEngine
        ? await faultOfSilence({ ...options, address }, credentials as UserCredentials)
        : refusalOf(head);
    return { credentials, failure: head, fault, namedEngine, ignoredBefore, ignored: session.ignored };
  };

  return {
    async greet(address, oids) {
      let failed: FailedGreeting | undefined;
      for (const credentials of order) {
        const result = await attempt(address, credentials, oids);
        if (!('failure' in result)) {
          order = [credentials, ...order.filter((other) => other !== credentials)];
          return result;
        }
        // The next time it is asked anew, from the discovery of its engine on.
        close();
        failed = failed && (failed.fault || !result.fault) ? failed : result;
        if (!ABOUT_CREDENTIALS.has(result.failure.kind)) break;
      }
      return failed!;
    },
    close,
  };
}

/** What a session answers to these objects; that it may read none of them is a refusal too. */
async function answerOf(session: SnmpSession, oids: readonly string[]): Promise<Got | RequestFailure> {
  try {
    const head = await session.get(oids);
    const nothing = head.values.every((value) => value === null);
    return head.denied && nothing ? new RequestFailure('refused', 'it lets nothing be read') : head;
  } catch (failure) {
    if (failure instanceof RequestFailure) return failure;
    throw failure;
  }
}

function refusalOf({ kind, report }: RequestFailure): AccessFault | undefined {
  if (kind === 'unsupported') return 'cipher';
  if (kind !== 'refused') return undefined;
  return report ? faultOf(report) : 'rights';
}

/**
 * Why an engine that has said its name is silent to a user, as net-snmp's is when it cannot decrypt, or does not know the
 * context: it answers to the same user with less, and stays silent when it is asked in full once more.
 */
async function faultOfSilence(
  options: Omit<SessionOptions, 'credentials'>,
  credentials: UserCredentials,
): Promise<AccessFault | undefined> {
  const answersTo = async (changes: Partial<UserCredentials>) => {
    const session = createSession({ ...options, credentials: { ...credentials, ...changes } });
    const answer = await answerOf(session, [SYS_UPTIME]);
    session.close();
    return !(answer instanceof RequestFailure) || answer.kind === 'refused';
  };
  const { context, privacy } = credentials;
  let fault: AccessFault | undefined;
  if (context !== '' && (await answersTo({ context: '' }))) fault = 'context';
  else if (privacy && (await answersTo({ context: '', privacy: undefined }))) fault = 'privacy';
  return fault && !(await answersTo({})) ? fault : undefined;
}
