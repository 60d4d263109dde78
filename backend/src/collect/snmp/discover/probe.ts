import type { SnmpCredentials } from '../../../model/credentials.ts';
import type { DeviceIdentity } from '../../../model/neighbour.ts';
import { readIdentity } from '../neighbours/identity.ts';
import { RequestFailure } from '../protocol/request-failure.ts';
import { createSession, type SnmpSession } from '../protocol/session.ts';
import type { Keyring } from '../protocol/usm/keys.ts';

const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';

/** A device that has answered. Plain data that survives JSON. */
export interface FoundDevice extends Omit<DeviceIdentity, 'ports'> {
  readonly address: string;
  /** The place of the credentials that it answered to among those that were tried. */
  readonly credentials: number;
}

export interface ProbeOptions {
  readonly port: number;
  /** Tried in this order. */
  readonly credentials: readonly SnmpCredentials[];
  /** Of the passwords of SNMP v3. */
  readonly keyring: Keyring;
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** How often everything is tried again. */
  readonly retries: number;
  /** Resolves when a request may be sent. */
  readonly turn: () => Promise<void>;
  /** Told of an address that answers, but refuses all credentials. */
  readonly refused: (address: string) => void;
}

/** Asks an address who it is; undefined when nothing there answers. Rejects with what `turn` rejects with. */
export async function probe(address: string, options: ProbeOptions): Promise<FoundDevice | undefined> {
  const { port, keyring, timeout, retries, turn } = options;
  let refused = false;
  for (let attempt = 0; attempt <= retries && !refused; attempt++) {
    for (const [place, credentials] of options.credentials.entries()) {
      await turn();
      const session = createSession({ address, port, credentials, keyring, timeout, retries: 0 });
      try {
        const answer = await answerOf(session);
        if (answer === 'given') {
          return { ...(await identityOf(address, options, place)), address, credentials: place };
        }
        refused ||= answer === 'refused';
      } finally {
        session.close();
      }
    }
  }
  if (refused) options.refused(address);
  return undefined;
}

async function answerOf(session: SnmpSession): Promise<'given' | 'refused' | 'none'> {
  try {
    await session.get([SYS_OBJECT_ID]);
    return 'given';
  } catch (failure) {
    const isRefused = failure instanceof RequestFailure && failure.kind === 'refused';
    return isRefused || session.knowsEngine() ? 'refused' : 'none';
  }
}

/** What tells it from others; of one that has answered a first time and does not any more nothing. */
async function identityOf(
  address: string,
  { port, credentials, keyring, timeout, retries }: ProbeOptions,
  place: number,
): Promise<Omit<DeviceIdentity, 'ports'>> {
  const asking = { address, port, credentials: credentials[place]!, keyring, timeout, retries: retries + 1 };
  const session = createSession(asking);
  session.begin();
  try {
    return await readIdentity(session);
  } catch {
    const unknown = { sysName: null, sysDescr: null, sysObjectID: null, engineId: null, bridge: null, chassis: null };
    return { ...unknown, addresses: [] };
  } finally {
    session.close();
  }
}
