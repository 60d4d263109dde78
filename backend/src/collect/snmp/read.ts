import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { PresageError, reason } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { SnmpCredentials } from '../../model/credentials.ts';
import type { DeviceReading } from '../../model/device.ts';
import { createAccess, type Greeting, SYS_UPTIME } from './access.ts';
import type { Profile, Profiles } from './profiles/load.ts';
import { RequestFailure } from './protocol/request-failure.ts';
import type { SnmpSession } from './protocol/session.ts';
import type { Sockets } from './protocol/sockets.ts';
import type { Keyring } from './protocol/usm/keys.ts';
import { numeric, type SnmpValue, text } from './protocol/values.ts';
import { type Components, findComponents } from './read-components.ts';
import {
  areAsSeen,
  type InterfaceFacts,
  interfacesOf,
  readInterfaceCounters,
  readInterfaceFacts,
  type SeenInterfaces,
  seenOf,
} from './read-interfaces.ts';
import { complaints, greetingError, placeOf, readingError } from './reading-failure.ts';
import { type KnownSpeed, speedCorrection } from './speeds.ts';
import { fullUptime, LONG_UPTIME } from './uptime.ts';

export interface DeviceReaderOptions {
  /** Id of the device, for the reading and the messages. */
  readonly device: string;
  /** IPv4, IPv6 or a host name. */
  readonly address: string;
  readonly port: number;
  /** Tried in this order until a device answers to one. */
  readonly credentials: readonly SnmpCredentials[];
  /** Shared by devices with the same passwords of SNMP v3. */
  readonly keyring?: Keyring | undefined;
  /** Until an attempt is given up, real milliseconds. */
  readonly timeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly clock: Clock;
  readonly profiles: Profiles;
  /** Name of the profile; undefined: found by what the device says of itself. */
  readonly profile?: string | undefined;
  /** Shared with other readers; without them it has one of its own. */
  readonly sockets?: Sockets | undefined;
  /** Speeds of interfaces that tell none or a wrong one. */
  readonly speeds?: readonly KnownSpeed[] | undefined;
}

/** Reads one device over SNMP. */
export interface DeviceReader {
  /**
   * Asks the device once; not to be called again before it is settled. Rejects with DEVICE_UNREACHABLE when nothing
   * answers, with an AccessError when the credentials are refused, and with DEVICE_FAULTY when what answers cannot be used;
   * lesser trouble is told in `errors` of the reading.
   */
  read(): Promise<DeviceReading>;
  /** Frees the socket. */
  close(): void;
}

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const SYS_NAME = '1.3.6.1.2.1.1.5.0';
/** Seconds since the SNMP engine began (RFC 3411). */
const SNMP_ENGINE_TIME = '1.3.6.1.6.3.10.2.1.3.0';

/**
 * What tells that a device has other interfaces or parts than before: ifTableLastChange (RFC 2863), ifNumber, and
 * entLastChangeTime (RFC 6933).
 */
const CHANGE_MARKS = ['1.3.6.1.2.1.31.1.5.0', '1.3.6.1.2.1.2.1.0', '1.3.6.1.2.1.47.1.4.1.0'];

/** What seldom changes is read again after this, milliseconds of the given clock. */
const FACTS_AGE = 600_000;

/** The same when something went wrong with it, and at the earliest when a device says that it has changed: some say so all the time. */
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
  /** Name of the profile that finds something where the one set for the device finds nothing. */
  readonly fittingProfile: string | undefined;
  readonly components: Components;
  readonly interfaces: InterfaceFacts;
  /** True when the uptime wraps soon, or has wrapped, and the time of the SNMP engine tells. */
  readonly upLong: boolean;
  /** Those of the marks that it has, as they stood. */
  readonly marks: readonly { readonly oid: string; readonly value: number }[];
  readonly errors: readonly string[];
}

/** Creates the reader of a device; nothing is sent until the first `read`. Throws PROFILE_INVALID for an unknown profile. */
export function createDeviceReader(options: DeviceReaderOptions): DeviceReader {
  const { device, clock, profiles } = options;
  const fixed = options.profile === undefined ? undefined : profiles.named(options.profile);
  const access = createAccess(options);
  const corrected = speedCorrection(options.speeds ?? []);
  let address: string | undefined;
  let facts: Facts | undefined;
  let lastUptime: number | null = null;
  let seen: SeenInterfaces | undefined;

  const readFacts = async (asked: SnmpSession): Promise<Facts> => {
    const time = clock.now();
    const asking = [SYS_NAME, SYS_DESCR, SYS_OBJECT_ID, SNMP_ENGINE_TIME, ...CHANGE_MARKS];
    const { values, errors } = await asked.get(asking);
    const [sysName = null, sysDescr = null, sysObjectID = null] = values.map(text);
    const upLong = (numeric(values[3]) ?? 0) > LONG_UPTIME;
    const marks = CHANGE_MARKS.flatMap((oid, place) => {
      const value = numeric(values[place + 4]);
      return value === null ? [] : [{ oid, value }];
    });
    const found = await findProfile(asked, profiles, sysObjectID, sysDescr);
    const profile = fixed ?? found;
    asked.setRepetitions(profile.repetitions);
    const interfaces = await readInterfaceFacts(asked, facts?.interfaces.indexes);
    const components = await findComponents(asked, profile, time);
    // Only that another profile finds what this one does not shows for sure that it is the wrong one. The standard MIBs,
    // which every profile falls back to, tell nothing of it.
    const ofItsOwn = (one: Profile) => findComponents(asked, one.bare ?? one, time);
    let fits = false;
    if (profile.name !== found.name) {
      const { oids, errors: troubles } = await ofItsOwn(profile);
      fits = oids.length + troubles.length === 0 && (await ofItsOwn(found)).oids.length > 0;
    }
    const fittingProfile = fits ? found.name : undefined;
    const known = { time, sysName, sysDescr, sysObjectID, profile, fittingProfile };
    return { ...known, components, interfaces, upLong, marks, errors };
  };

  const readDevice = async ({ session: asked, fresh: reopened, head: first, ignoredBefore }: Greeting) => {
    let head = first;
    const responseMilliseconds = head.milliseconds;
    if (facts && reopened) asked.setRepetitions(facts.profile.repetitions);
    let uptime = numeric(head.values[0]);
    const restarted = uptime !== null && lastUptime !== null && uptime < lastUptime;
    const renewed = !facts || restarted || isOld(facts, clock.now(), head.values);
    if (!facts || renewed) {
      facts = await readFacts(asked);
      head = await asked.get(headOf(facts));
      // The uptime tells whether the counters began anew, so it must be as old as they are.
      uptime = numeric(head.values[0]);
    }
    const asking = clock.now();
    const expected = seen?.indexes ?? facts.interfaces.indexes;
    const counters = await readInterfaceCounters(asked, facts.interfaces, expected);
    const time = Math.floor((asking + clock.now()) / 2);
    let interfaces = corrected(interfacesOf(facts.interfaces, counters, expected));
    const changedInterfaces = seen !== undefined && !areAsSeen(interfaces, seen);
    if (changedInterfaces && !renewed) {
      facts = { ...facts, interfaces: await readInterfaceFacts(asked, expected) };
      interfaces = corrected(interfacesOf(facts.interfaces, counters, expected));
    }
    lastUptime = uptime;
    if (!seen || changedInterfaces) seen = seenOf(interfaces);

    const fresh = new Map(headOf(facts).map((oid, place) => [oid, head.values[place] ?? null]));
    const engineTime = numeric(fresh.get(SNMP_ENGINE_TIME));
    const { changed, ...components } = facts.components.read((oid) => fresh.get(oid) ?? null);
    const { sysName, sysDescr, sysObjectID, profile, fittingProfile } = facts;
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
      ...(fittingProfile === undefined ? {} : { fittingProfile }),
      uptimeSeconds: uptime === null ? null : fullUptime(uptime / 100, engineTime),
      responseMilliseconds,
      ...components,
      interfaces,
      errors: shortened(errors),
    };
    if (changed) facts = undefined;
    if (isEmpty(reading)) {
      throw new PresageError(
        'DEVICE_FAULTY',
        `${device}: answers at ${placeOf(options)}, but shows no object of the standard MIBs${
          errors.length > 0 ? ` (${shortened(errors).join('; ')})` : ''
        }: check what its SNMP view or access list lets this host read`,
      );
    }
    return reading;
  };

  return {
    async read() {
      address ??= await resolved(options);
      const greeting = await access.greet(address, headOf(facts));
      if ('failure' in greeting) {
        address = undefined;
        throw greetingError(options, greeting);
      }
      try {
        return await readDevice(greeting);
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        // The name may stand for another address by the next time.
        address = undefined;
        access.close();
        throw readingError(options, error, greeting.ignoredBefore, greeting.session.ignored);
      }
    },
    close: access.close,
  };
}

/** What every poll asks first: the uptime, whether anything has changed, and the values of the components. */
const headOf = (facts: Facts | undefined): string[] => [
  SYS_UPTIME,
  ...(facts?.marks ?? []).map(({ oid }) => oid),
  ...(facts?.components.oids ?? []),
  ...(facts?.upLong ? [SNMP_ENGINE_TIME] : []),
];

/** The profile by what the device says of itself, and by which of the objects it shows that tell profiles apart. */
async function findProfile(
  session: SnmpSession,
  profiles: Profiles,
  sysObjectID: string | null,
  sysDescr: string | null,
): Promise<Profile> {
  const probes = profiles.probes(sysObjectID, sysDescr);
  const presence = probes.length > 1 ? await session.presence(probes) : new Map<string, boolean>();
  const shown = new Set<string>();
  for (const probe of probes) {
    if (presence.get(probe) ?? (await isShown(session, probe))) shown.add(probe);
  }
  return profiles.find(sysObjectID, sysDescr, shown);
}

async function isShown(session: SnmpSession, column: string): Promise<boolean> {
  const { columns } = await session.walk([column]);
  return columns.some(({ size }) => size > 0);
}

/** True when the facts are to be read again; `head` is what `headOf` them has found now. */
function isOld(
  { time, marks, errors, interfaces, components }: Facts,
  now: number,
  head: readonly (SnmpValue | null)[],
): boolean {
  const faults = errors.length + interfaces.errors.length + components.errors.length;
  const changed = marks.some(({ value }, place) => (numeric(head[place + 1]) ?? value) !== value);
  return now - time >= (faults > 0 || changed ? FAULTY_FACTS_AGE : FACTS_AGE);
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

/** Each error once, and not too many. */
function shortened(errors: readonly string[]): readonly string[] {
  const once = [...new Set(errors)];
  return once.length <= MOST_ERRORS
    ? once
    : [...once.slice(0, MOST_ERRORS), `and ${once.length - MOST_ERRORS} errors more`];
}
