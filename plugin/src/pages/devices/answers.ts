export const DEVICE_STATES = ['unreachable', 'auth failed', 'faulty', 'wrong profile', 'slow', 'new', 'up'] as const;
/** How a device is doing, the worst first. */
export type DeviceState = (typeof DEVICE_STATES)[number];

/** What of the credentials a device refuses. */
export type AccessFault =
  'user' | 'password' | 'privacy' | 'level' | 'context' | 'time' | 'rights' | 'engine' | 'cipher' | 'other';

/** Why a device is not up; times and spans are milliseconds. */
export type DeviceCause =
  | { code: 'not-asked' }
  | { code: 'no-answer'; since: number; polls: number }
  | { code: 'auth-failed'; fault: AccessFault }
  | { code: 'wrong-profile'; profile: string; fitting: string }
  | { code: 'slow-answer'; took: number }
  | { code: 'slow-poll'; took: number; period: number };

/** A part of a device. */
export interface Component {
  kind: 'cpu' | 'memory' | 'temperature' | 'interface';
  id: string;
  name: string;
  alias: string;
  speedBitsPerSecond: number | null;
  operStatus: string | null;
}

/** A device, as the backend answers at api/v1/devices; times are epoch milliseconds. */
export interface Device {
  id: string;
  name: string;
  address: string;
  site: string;
  parent: string | null;
  subscribers: number | null;
  nas: string[];
  state: DeviceState;
  reason: string;
  /** Absent from a backend that is older than the plugin. */
  cause?: DeviceCause | null;
  stateSince: number | null;
  lastAnswer: number | null;
  profile: string | null;
  sysName: string | null;
  sysDescr: string | null;
  uptimeSeconds: number | null;
  responseMilliseconds: number | null;
  cpuPercent?: number | null;
  memoryPercent?: number | null;
  celsius?: number | null;
  components: Component[];
  /** Ids of its open incidents. */
  incidents: string[];
}

/** The busiest interface of a device, as the backend answers at api/v1/devices/loads. */
export interface DeviceLoad {
  device: string;
  component: string;
  field: string;
  /** Part of the speed, 0–1. */
  load: number;
  /** The same at `expectedAt`, as it is forecast. */
  expected: number | null;
  expectedAt: number | null;
}

export interface DevicesAnswer {
  devices: Device[];
}

export interface LoadsAnswer {
  loads: DeviceLoad[];
}
