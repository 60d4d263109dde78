import type { SnmpCredentials } from '../../../model/credentials.ts';
import type { DeviceIdentity } from '../../../model/neighbour.ts';
import { readIdentity } from '../neighbours/identity.ts';
import { createSession, type SnmpSession } from '../protocol/session.ts';

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
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** How often everything is tried again. */
  readonly retries: number;
  /** Resolves when a request may be sent. */
  readonly turn: () => Promise<void>;
}

/** Asks an address who it is; undefined when nothing there answers. Rejects with what `turn` rejects with. */
export async function probe(address: string, options: ProbeOptions): Promise<FoundDevice | undefined> {
  const { port, timeout, retries, turn } = options;
  for (let attempt = 0; attempt <= retries; attempt++) {
    for (const [place, credentials] of options.credentials.entries()) {
      await turn();
      const session = createSession({ address, port, credentials, timeout, retries: 0 });
      try {
        if (await answers(session))
          return { ...(await identityOf(address, options, place)), address, credentials: place };
      } finally {
        session.close();
      }
    }
  }
  return undefined;
}

async function answers(session: SnmpSession): Promise<boolean> {
  try {
    await session.get([SYS_OBJECT_ID]);
    return true;
  } catch {
    return false;
  }
}

/** What tells it from others; of one that has answered a first time and does not any more nothing. */
async function identityOf(
  address: string,
  { port, credentials, timeout, retries }: ProbeOptions,
  place: number,
): Promise<Omit<DeviceIdentity, 'ports'>> {
  const session = createSession({ address, port, credentials: credentials[place]!, timeout, retries: retries + 1 });
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
