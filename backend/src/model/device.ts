/** A percentage, 0–100; null where the device gave none. */
type Percent = number | null;

export interface CpuReading {
  /** The part of the OID that names the row, such as `1` or `67108867`. */
  readonly index: string;
  readonly description: string;
  readonly percent: Percent;
}

export interface MemoryReading {
  readonly index: string;
  readonly description: string;
  readonly usedPercent: Percent;
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
}

export interface TemperatureReading {
  readonly index: string;
  readonly description: string;
  readonly celsius: number | null;
}

export type InterfaceStatus = 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'not present' | 'lower layer down';

export interface InterfaceReading {
  /** ifIndex; a device may renumber it. */
  readonly index: string;
  /** ifName, or ifDescr where there is none; may be empty or shared by several. */
  readonly name: string;
  readonly alias: string;
  readonly speedBitsPerSecond: number | null;
  readonly adminStatus: InterfaceStatus | null;
  readonly operStatus: InterfaceStatus | null;
  /** Counters exactly as they stand; the width tells where they wrap. */
  readonly inOctets: bigint | null;
  readonly outOctets: bigint | null;
  readonly octetBits: 32 | 64;
  readonly inErrors: bigint | null;
  readonly outErrors: bigint | null;
  /** Uptime at which its counters began anew last, hundredths of a second; only where it has 32-bit counters and tells it. */
  readonly discontinuity?: number | null;
}

/** Everything one device answered to one poll. */
export interface DeviceReading {
  readonly device: string;
  /** When the counters were read, epoch milliseconds UTC. */
  readonly time: number;
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  readonly sysObjectID: string | null;
  /** Name of the profile it was read with. */
  readonly profile: string;
  /** Name of the profile that finds something where the one set for the device finds nothing. */
  readonly fittingProfile?: string;
  readonly uptimeSeconds: number | null;
  readonly responseMilliseconds: number;
  readonly cpu: readonly CpuReading[];
  readonly memory: readonly MemoryReading[];
  readonly temperature: readonly TemperatureReading[];
  readonly interfaces: readonly InterfaceReading[];
  /** What could not be read, in words. */
  readonly errors: readonly string[];
}

/**
 * How a device is doing: `new` was not asked yet, `slow` answers late, `faulty` answers with something wrong in it, `auth
 * failed` answers and refuses the credentials, `wrong profile` has nothing of the profile set for it but of another,
 * `unreachable` does not answer.
 */
export const DEVICE_STATES = ['new', 'up', 'slow', 'faulty', 'auth failed', 'wrong profile', 'unreachable'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** What of the credentials a device refuses; `cipher`: this host does. */
export const ACCESS_FAULTS = [
  'user',
  'password',
  'privacy',
  'level',
  'context',
  'time',
  'rights',
  'engine',
  'cipher',
  'other',
] as const;
export type AccessFault = (typeof ACCESS_FAULTS)[number];

/** Why a device is not up, for programs that say it in their own words. Times and spans are milliseconds. */
export type DeviceCause =
  | { readonly code: 'not-asked' }
  | { readonly code: 'no-answer'; readonly since: number; readonly polls: number }
  | { readonly code: 'auth-failed'; readonly fault: AccessFault }
  | { readonly code: 'wrong-profile'; readonly profile: string; readonly fitting: string }
  | { readonly code: 'slow-answer'; readonly took: number }
  | { readonly code: 'slow-poll'; readonly took: number; readonly period: number };

export type ComponentKind = 'cpu' | 'memory' | 'temperature' | 'interface';

/** A part of a device. Its id is immutable and identifies its series; everything else is an attribute. */
export interface Component {
  readonly kind: ComponentKind;
  readonly id: string;
  /** The row it was found in last; a device may renumber it. */
  readonly index: string;
  readonly name: string;
  readonly alias: string;
  readonly speedBitsPerSecond: number | null;
  readonly adminStatus: InterfaceStatus | null;
  readonly operStatus: InterfaceStatus | null;
}

/** A device as the operator has entered it. */
export interface Device {
  /** Immutable: the `device` tag of its series. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  readonly address: string;
  readonly site: string;
  /** The device through which it is reached. */
  readonly parent: string | undefined;
  /** Subscribers who lose service with it, those behind its children included; undefined: the sum over its children. */
  readonly subscribers: number | undefined;
  /** The NAS addresses under which it appears in RADIUS logs. */
  readonly nas: readonly string[];
  /** Milliseconds. */
  readonly pollPeriod: number;
}

/** What is known of a device now. */
export interface DeviceStatus {
  readonly device: Device;
  readonly state: DeviceState;
  /** Why it is in this state, in words; empty when all is well. */
  readonly reason: string;
  /** Absent when all is well, and where only the words of `reason` tell. */
  readonly cause?: DeviceCause;
  /** Since when, epoch milliseconds UTC; null before the first poll. */
  readonly stateSince: number | null;
  readonly lastAnswer: number | null;
  /** What it answered last. */
  readonly reading: DeviceReading | undefined;
  readonly components: readonly Component[];
}
