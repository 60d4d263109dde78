import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { PresageError, reason } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { DeviceReading } from '../../model/device.ts';
import type { Profile, Profiles } from './profiles/load.ts';
import { RequestFailure } from './protocol/exchange.ts';
import type { Ignored } from './protocol/guarded-session.ts';
import { createSession, type SnmpSession } from './protocol/session.ts';
import { numeric, text } from './protocol/values.ts';
import { type Components, findComponents } from './read-components.ts';
import {
  differ,
  type InterfaceCounters,
  type InterfaceFacts,
  interfacesOf,
  readInterfaceCounters,
  readInterfaceFacts,
} from './read-interfaces.ts';

export interface DeviceReaderOptions {
  /** Id of the device, for the reading and the messages. */
  readonly device: string;
  /** IPv4, IPv6 or a host name. */
  readonly address: string;
  readonly port: number;
  readonly community: string;
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly clock: Clock;
  readonly profiles: Profiles;
  /** Name of the profile; undefined: found by what the device says of itself. */
  readonly profile?: string | undefined;
}

/** Reads one device over SNMP v2c. */
export interface DeviceReader {
  /**
   * Asks the device once; not to be called again before it is settled. Rejects with DEVICE_UNREACHABLE when nothing
   * answers and with DEVICE_FAULTY when what answers cannot be used; lesser trouble is told in `errors` of the reading.
   */
  read(): Promise<DeviceReading>;
  /** Frees the socket. */
  close(): void;
}

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const SYS_UPTIME = '1.3.6.1.2.1.1.3.0';
const SYS_NAME = '1.3.6.1.2.1.1.5.0';

/** What seldom changes is read again after this, milliseconds of the given clock. */
const FACTS_AGE = 600_000;

/** The same when something went wrong with it. */
const FAULTY_FACTS_AGE = 120_000;

/** Errors told of one reading. */
const MOST_ERRORS = 20;

/** What seldom changes of a device. */
interface Facts {
  readonly time: number;
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  readonly sysObjectID: string | null;
  readonly profile: Profile;
  readonly components: Components;
  readonly interfaces: InterfaceFacts;
  readonly errors: readonly string[];
}

/** Creates the reader of a device; nothing is sent until the first `read`. Throws PROFILE_INVALID for an unknown profile. */
export function createDeviceReader(options: DeviceReaderOptions): DeviceReader {
  const { device, clock, profiles } = options;
  const fixed = options.profile === undefined ? undefined : profiles.named(options.profile);
  let session: SnmpSession | undefined;
  let facts: Facts | undefined;
  let lastUptime: number | null = null;
  let lastCounters: InterfaceCounters | undefined;

  const readFacts = async (asked: SnmpSession): Promise<Facts> => {
    const time = clock.now();
    const { values, errors } = await asked.get([SYS_NAME, SYS_DESCR, SYS_OBJECT_ID]);
    const [sysName = null, sysDescr = null, sysObjectID = null] = values.map(text);
    const profile = fixed ?? (await findProfile(asked, profiles, sysObjectID, sysDescr));
    asked.setRepetitions(profile.repetitions);
    const interfaces = await readInterfaceFacts(asked, facts?.interfaces.rows);
    const components = await findComponents(asked, profile, time);
    return { time, sysName, sysDescr, sysObjectID, profile, components, interfaces, errors };
  };

  const readDevice = async (asked: SnmpSession): Promise<DeviceReading> => {
    const ignoredBefore = { ...asked.ignored };
    asked.begin();
    let head = await asked.get([SYS_UPTIME, ...(facts?.components.oids ?? [])]);
    const responseMilliseconds = head.milliseconds;
    let uptime = numeric(head.values[0]);
    const restarted = uptime !== null && lastUptime !== null && uptime < lastUptime;
    const renewed = !facts || restarted || isOld(facts, clock.now());
    if (!facts || renewed) {
      facts = await readFacts(asked);
      head = await asked.get([SYS_UPTIME, ...facts.components.oids]);
      // The uptime tells whether the counters began anew, so it must be as old as they are.
      uptime = numeric(head.values[0]);
    }
    const asking = clock.now();
    const counters = await readInterfaceCounters(asked, facts.interfaces, lastCounters);
    const time = Math.floor((asking + clock.now()) / 2);
    if (!renewed && lastCounters && differ(lastCounters, counters)) {
      facts = { ...facts, interfaces: await readInterfaceFacts(asked, facts.interfaces.rows) };
    }
    lastUptime = uptime;
    lastCounters = counters;

    const fresh = new Map(facts.components.oids.map((oid, place) => [oid, head.values[place + 1] ?? null]));
    const { changed, ...components } = facts.components.read((oid) => fresh.get(oid) ?? null);
    const { sysName, sysDescr, sysObjectID, profile } = facts;
    const errors = [
      ...complaints(ignoredBefore, asked.ignored),
      ...head.errors,
      ...facts.errors,
      ...[...facts.interfaces.errors, ...counters.errors].map((words) => `interfaces: ${words}`),
      ...facts.components.errors,
    ];
    const reading: DeviceReading = {
      device,
      time,
      sysName,
      sysDescr,
      sysObjectID,
      profile: profile.name,
      uptimeSeconds: uptime === null ? null : uptime / 100,
      responseMilliseconds,
      ...components,
      interfaces: interfacesOf(facts.interfaces, counters),
      errors: shortened(errors),
    };
    if (changed) facts = undefined;
    if (isEmpty(reading)) {
      throw new PresageError(
        'DEVICE_FAULTY',
        `${device}: answers at ${place(options)}, but shows no object of the standard MIBs${
          errors.length > 0 ? ` (${shortened(errors).join('; ')})` : ''
        }: check what its SNMP view or access list lets this host read`,
      );
    }
    return reading;
  };

  return {
    async read() {
      session ??= createSession({ ...options, address: await resolved(options) });
      const ignoredBefore = { ...session.ignored };
      try {
        return await readDevice(session);
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        const told = complaints(ignoredBefore, session.ignored);
        const malformed = session.ignored.malformed > ignoredBefore.malformed;
        // The name may stand for another address by the next time.
        if (isIP(options.address) === 0) close();
        throw failed(options, error, told, malformed);
      }
    },
    close,
  };

  function close() {
    session?.close();
    session = undefined;
  }
}

/** The profile by what the device says of itself, and by which of the objects it shows that tell profiles apart. */
async function findProfile(
  session: SnmpSession,
  profiles: Profiles,
  sysObjectID: string | null,
  sysDescr: string | null,
): Promise<Profile> {
  const probes = profiles.probes(sysObjectID, sysDescr);
  // Column by column, as most devices show none of them.
  const shown = new Set<string>();
  for (const probe of probes) {
    const { columns } = await session.walk([probe]);
    if (columns.some(({ size }) => size > 0)) shown.add(probe);
  }
  return profiles.find(sysObjectID, sysDescr, shown);
}

/** The address itself, or one that the name stands for. */
async function resolved({ device, address }: DeviceReaderOptions): Promise<string> {
  if (isIP(address) !== 0) return address;
  try {
    return (await lookup(address)).address;
  } catch (error) {
    const message = `${device}: the name ${address} cannot be resolved (${reason(error)}): check it, or give an address`;
    throw new PresageError('DEVICE_UNREACHABLE', message, { cause: error });
  }
}

function isOld({ time, errors, interfaces, components }: Facts, now: number): boolean {
  const faults = errors.length + interfaces.errors.length + components.errors.length;
  return now - time >= (faults > 0 ? FAULTY_FACTS_AGE : FACTS_AGE);
}

function isEmpty({
  uptimeSeconds,
  sysDescr,
  sysObjectID,
  interfaces,
  cpu,
  memory,
  temperature,
  sensors,
}: DeviceReading): boolean {
  const components = interfaces.length + cpu.length + memory.length + temperature.length + sensors.length;
  return uptimeSeconds === null && sysDescr === null && sysObjectID === null && components === 0;
}

const place = ({ address, port }: DeviceReaderOptions) => `${address} port ${port}`;

/** What was ignored between two counts, in words. */
function complaints(before: Ignored, { foreign, foreignSource, malformed, flaw }: Ignored): string[] {
  const words: string[] = [];
  const strangers = foreign - before.foreign;
  const broken = malformed - before.malformed;
  if (strangers > 0)
    words.push(`${strangers} answers ignored that came from elsewhere, the last from ${foreignSource}`);
  if (broken > 0) words.push(`${broken} malformed answers ignored, the last with ${flaw}`);
  return words;
}

/** Why a device could not be read, for operators. */
function failed(
  options: DeviceReaderOptions,
  failure: RequestFailure,
  told: readonly string[],
  malformed: boolean,
): PresageError {
  const { device, timeout, retries } = options;
  const details = told.length > 0 ? ` (${told.join('; ')})` : '';
  if (failure.kind === 'network') {
    const message = `${device}: cannot be asked at ${place(options)}: ${failure.message}: check the address and this host's routes`;
    return new PresageError('DEVICE_UNREACHABLE', message, { cause: failure });
  }
  if (failure.kind === 'silence' && !malformed) {
    const message =
      `${device}: no answer from ${place(options)}, asked ${retries === 0 ? 'once' : `${retries + 1} times`}, ${timeout / 1000} s each${details}: ` +
      'check that it is on and reachable, its SNMP v2c community and access list, and the firewalls between';
    return new PresageError('DEVICE_UNREACHABLE', message, { cause: failure });
  }
  const message = `${device}: answers at ${place(options)}${mannerOf(failure)}${details}: check its community, SNMP settings and firmware`;
  return new PresageError('DEVICE_FAULTY', message, { cause: failure });
}

/** How the answers are that cannot be used. */
function mannerOf({ kind, message }: RequestFailure): string {
  if (kind === 'silence') return ', but with nothing usable';
  return kind === 'slow' ? ` ${message}` : `, but not what was asked for: ${message}`;
}

/** Each error once, and not too many. */
function shortened(errors: readonly string[]): readonly string[] {
  const once = [...new Set(errors)];
  return once.length <= MOST_ERRORS
    ? once
    : [...once.slice(0, MOST_ERRORS), `and ${once.length - MOST_ERRORS} errors more`];
}
