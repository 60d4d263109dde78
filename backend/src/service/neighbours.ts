import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { NeighbourMemory, NeighbourReader } from '../model/contracts/neighbours.ts';
import type { Device } from '../model/device.ts';
import type { NetworkLinks } from '../model/link.ts';
import { mergedNeighbours, type Neighbour, type Neighbourhood } from '../model/neighbour.ts';
import { HOUR, MINUTE } from '../model/targets.ts';

/** After the start, that the devices may be polled first. */
const START = 3 * MINUTE;
/** How often it is looked for devices that are due. */
const LOOK = 5 * MINUTE;
const PERIOD = 6 * HOUR;
/** A device that did not answer is asked again after this. */
const RETRY = HOUR;
/** A neighbour that is silent is still told of for so long. */
const KEPT = 7 * 24 * HOUR;
const AT_ONCE = 4;

export interface NeighbourParts {
  readonly devices: () => readonly Device[];
  readonly createReader: (device: Device) => NeighbourReader;
  readonly memory: NeighbourMemory;
  /** Makes links of what the devices say. */
  readonly linksOf: (devices: readonly Device[], neighbourhoods: readonly Neighbourhood[]) => NetworkLinks;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'debug' | 'warn'>;
}

/**
 * The neighbours of the devices: each device is asked a few minutes after the start and then every six hours, a few at a
 * time. First who they are and what they heard of each other, then where the addresses of all that are known were seen.
 */
export function watchNeighbours({ devices, createReader, memory, linksOf, clock, logger }: NeighbourParts) {
  const known = new Map(memory.all().map((one) => [one.device, one]));
  const tried = new Map<string, number>();
  let links: { readonly of: readonly Device[]; readonly made: NetworkLinks } | undefined;

  const keep = (neighbourhood: Neighbourhood) => {
    known.set(neighbourhood.device, neighbourhood);
    memory.save(neighbourhood);
    links = undefined;
  };
  const forgetRemoved = () => {
    const present = new Set(devices().map(({ id }) => id));
    for (const id of known.keys()) {
      if (present.has(id)) continue;
      known.delete(id);
      memory.forget(id);
    }
  };
  const isDue = ({ id }: Device) => {
    const now = clock.now();
    return now - (known.get(id)?.time ?? -Infinity) >= PERIOD && now - (tried.get(id) ?? -Infinity) >= RETRY;
  };

  const ask = async (device: Device, work: (reader: NeighbourReader) => Promise<void>): Promise<boolean> => {
    let reader: NeighbourReader | undefined;
    try {
      reader = createReader(device);
      await work(reader);
      return true;
    } catch (error) {
      // That it does not answer is said by its polls.
      logger.debug({ device: device.id }, `neighbours cannot be read: ${reason(error)}`);
      return false;
    } finally {
      reader?.close();
    }
  };
  const introduce = (device: Device) =>
    ask(device, async (reader) => {
      const time = clock.now();
      tried.set(device.id, time);
      const { identity, neighbours, errors } = await reader.read();
      if (errors.length > 0) logger.debug({ device: device.id }, `neighbours: ${errors.join('; ')}`);
      const before = known.get(device.id)?.neighbours ?? [];
      const [said, seen] = [before.filter(isSaid), before.filter((one) => !isSaid(one))];
      const merged = [...mergedNeighbours(said, neighbours, time, KEPT), ...seen];
      keep({ device: device.id, time, identity, neighbours: merged });
    });
  const lookAround = (device: Device, isWanted: (mac: string) => boolean) =>
    ask(device, async (reader) => {
      const own = known.get(device.id);
      if (!own) return;
      const time = clock.now();
      const { neighbours } = await reader.sightings(own.identity.ports, isWanted);
      const [said, seen] = [own.neighbours.filter(isSaid), own.neighbours.filter((one) => !isSaid(one))];
      keep({ ...own, neighbours: [...said, ...mergedNeighbours(seen, neighbours, time, KEPT)] });
    });
  const sweep = async (due: readonly Device[], signal: AbortSignal) => {
    const answered: Device[] = [];
    await atOnce(due, signal, async (device) => {
      if (await introduce(device)) answered.push(device);
    });
    const wanted = macsOf(known.values());
    await atOnce(answered, signal, (device) => lookAround(device, (mac) => wanted.has(mac)));
  };

  return {
    /** How the devices hang together, as far as is known now. */
    links(): NetworkLinks {
      const present = devices();
      if (!links || links.of !== present) links = { of: present, made: linksOf(present, [...known.values()]) };
      return links.made;
    },
    /** Asks until the signal. Never rejects. */
    async run(signal: AbortSignal): Promise<void> {
      await clock.sleep(START, signal).catch(() => {});
      while (!signal.aborted) {
        try {
          forgetRemoved();
          await sweep(devices().filter(isDue), signal);
        } catch (error) {
          logger.warn(`neighbours cannot be kept: ${reason(error)}`);
        }
        await clock.sleep(LOOK, signal).catch(() => {});
      }
    },
  };
}

const isSaid = ({ by }: Neighbour) => by === 'lldp' || by === 'cdp';

/** Every MAC address of the devices. */
function macsOf(neighbourhoods: Iterable<Neighbourhood>): Set<string> {
  const all = [...neighbourhoods].flatMap(({ identity: { chassis, bridge, ports } }) => [
    ...[chassis, bridge],
    ...ports.map(({ mac }) => mac),
  ]);
  return new Set(all.filter((mac) => mac !== null));
}

/** Works on devices, a few at a time, until the signal. */
async function atOnce(
  devices: readonly Device[],
  signal: AbortSignal,
  work: (device: Device) => Promise<unknown>,
): Promise<void> {
  const rest = devices.values();
  const follow = async () => {
    for (const device of rest) {
      if (signal.aborted) return;
      await work(device);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, follow));
}
