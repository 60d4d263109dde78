import { Phase, Severity } from '../src/incidents/words';

/** What the backend answers under api/v1; docs/reference/api.md says what the fields mean. Times are epoch milliseconds. */
export interface SeriesIdentity {
  measurement: string;
  tags: Record<string, string>;
  field: string;
}

export interface SeriesDescription extends SeriesIdentity {
  key: string;
  unit: string;
  step: number;
}

export interface SeriesAnswer extends SeriesDescription {
  times: number[];
  values: Array<number | null>;
}

export interface ForecastColumns {
  times: number[];
  mean: Array<number | null>;
  lower80: Array<number | null>;
  upper80: Array<number | null>;
  lower95: Array<number | null>;
  upper95: Array<number | null>;
}

export interface ForecastAnswer {
  series: SeriesDescription;
  learning: number;
  origin: number | null;
  newest: ForecastColumns;
  leads: Record<string, ForecastColumns>;
}

export interface SourceStatus {
  name: string;
  files: number;
  lines: number;
  unreadable: Record<string, number>;
  newest: number | null;
  /** Mean of the last minute. */
  linesPerSecond: number | null;
  /** Where it is received over syslog; absent where it has files. */
  listening?: string[];
  problem?: string;
}

export interface StatusAnswer {
  version: string;
  network: string;
  zone: string;
  now: number;
  store: { kind: string; available: boolean; waiting: number; problem: string | null };
  sources: SourceStatus[];
  /** Where the devices stand in a file of their own. */
  devices?: { file: string; problem: string | null };
}

/** An incident without those that it explains. */
export interface SymptomAnswer {
  id: string;
  kind: string;
  /** In English words. */
  title: string;
  resource: { device?: string; component?: string; nas?: string };
  qualifier: string;
  phase: Phase;
  severity: Severity;
  series: SeriesIdentity;
  unit: string;
  value: number | null;
  worst: number | null;
  threshold: number;
  expected: number | null;
  /** 0–1. */
  probability: number | null;
  expectedAt: number | null;
  predictedAt: number | null;
  activeAt: number | null;
  changedAt: number;
  endedAt: number | null;
  /** Subscribers. */
  affected: number | null;
  /** Id of the incident that explains it. */
  cause: string | null;
  /** What somebody has decided about it. */
  operator: { state: 'none' | 'acknowledged' | 'snoozed' | 'shelved' | 'closed' };
}

export interface IncidentAnswer extends SymptomAnswer {
  symptoms: SymptomAnswer[];
}

export type DeviceState = 'new' | 'up' | 'slow' | 'faulty' | 'auth failed' | 'wrong profile' | 'unreachable';
export type ComponentKind = 'cpu' | 'memory' | 'temperature' | 'interface';

export interface ComponentAnswer {
  kind: ComponentKind;
  id: string;
  index: string;
  name: string;
  alias: string;
  speedBitsPerSecond: number | null;
  adminStatus: string | null;
  operStatus: string | null;
}

export interface DeviceAnswer {
  id: string;
  name: string;
  address: string;
  site: string;
  parent: string | null;
  subscribers: number | null;
  nas: string[];
  pollPeriod: number;
  state: DeviceState;
  reason: string;
  stateSince: number | null;
  lastAnswer: number | null;
  profile: string | null;
  sysName: string | null;
  sysDescr: string | null;
  sysObjectID: string | null;
  uptimeSeconds: number | null;
  responseMilliseconds: number | null;
  components: ComponentAnswer[];
  /** Ids of its open incidents. */
  incidents: string[];
}

export interface FaultAnswer {
  id: string;
  kind: string;
  device: string;
  from: number;
  to: number;
}

export interface FaultsAnswer {
  devices: Array<{ id: string; faults: string[] }>;
  faults: FaultAnswer[];
}

const TIMEOUT = 15_000;

/** Thrown for every answer but 2xx; the message is the backend's own where it says what is wrong. */
class AnswerError extends Error {
  constructor(
    message: string,
    readonly status: number
  ) {
    super(message);
  }
}

/** Asks the backend and reads its answer, JSON. Throws an AnswerError, or what fetch throws. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`api/v1/${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) {
    const problem: { detail?: string } = await answer.json().catch(() => ({}));
    throw new AnswerError(problem.detail ?? `${path}: ${answer.status}`, answer.status);
  }
  return answer.json();
}

/** The same; `absent` when the backend has nothing there. */
export async function askIfThere<T>(path: string, absent: T): Promise<T> {
  try {
    return await ask<T>(path);
  } catch (error) {
    if (error instanceof AnswerError && error.status === 404) {
      return absent;
    }
    throw error;
  }
}
