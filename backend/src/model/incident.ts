import type { SeriesId } from './series.ts';

/** X.733 severities; `warning` is an impending fault: the severity of a prediction. */
export const SEVERITIES = ['warning', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an alarm or incident is about. */
export interface Resource {
  readonly device?: string;
  /** A component of the device. */
  readonly component?: string;
  readonly nas?: string;
}

/** What tells one alarm from another: at most one is open for each. */
export interface AlarmKey {
  readonly kind: string;
  readonly resource: Resource;
  /** Tells alarms of one kind and resource apart, such as the direction of a link; may be empty. */
  readonly qualifier: string;
}

/**
 * What the detection says about one key at `time`: `predicted` it will happen, `active` it has been measured,
 * `clearing` it is measured no more but not yet for long enough, `clear` it is over, or the prediction does not hold.
 */
export interface Alarm extends AlarmKey {
  readonly condition: 'predicted' | 'active' | 'clearing' | 'clear';
  readonly severity: Severity;
  /** When what it says began to be so, epoch milliseconds UTC: the first sample beyond the threshold, or the forecast's origin. */
  readonly since: number;
  readonly time: number;
  /** The series it was seen in. */
  readonly series: SeriesId;
  readonly unit: string;
  /** The newest value measured; null when there is none. */
  readonly value: number | null;
  /** The value beyond which it counts. */
  readonly threshold: number;
  /** What was expected in place of the value, where it is measured against a forecast. */
  readonly expected: number | null;
  /** Of a prediction: that it happens within the horizon, 0–1. */
  readonly probability: number | null;
  /** Of a prediction: when, given that it will happen, it has with even chances; epoch milliseconds UTC. */
  readonly expectedAt: number | null;
}

/** `predicted` → `active` → `clearing` → `cleared`; a prediction that does not come true is `expired`. */
export const PHASES = ['predicted', 'active', 'clearing', 'cleared', 'expired'] as const;
export type Phase = (typeof PHASES)[number];

export const isOpen = (phase: Phase): boolean => phase !== 'cleared' && phase !== 'expired';

/** One opening of a key, from the first prediction or measurement to its end. */
export interface Incident extends AlarmKey {
  /** ULID; stays when a prediction comes true. */
  readonly id: string;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly series: SeriesId;
  readonly unit: string;
  readonly value: number | null;
  /** The value furthest beyond the threshold so far. */
  readonly worst: number | null;
  readonly threshold: number;
  readonly expected: number | null;
  readonly probability: number | null;
  readonly expectedAt: number | null;
  /** Times, epoch milliseconds UTC; null for what has not happened. */
  readonly predictedAt: number | null;
  readonly activeAt: number | null;
  readonly changedAt: number;
  readonly endedAt: number | null;
  /** Subscribers it touches; null when nobody knows. */
  readonly affected: number | null;
  /** Id of the incident that explains this one: this one is a symptom of it. */
  readonly cause: string | null;
  readonly operator: OperatorState;
  /** What people have written, in order. */
  readonly comments: readonly IncidentComment[];
}

/** Whether somebody has taken an incident on, or put it out of sight: until a time, until it is brought back, or for good. */
export const OPERATOR_STATES = ['none', 'acknowledged', 'snoozed', 'shelved', 'closed'] as const;

/** What an operator has decided about an incident. */
export interface OperatorState {
  readonly state: (typeof OPERATOR_STATES)[number];
  /** Login of who decided it; null when nobody has, or when it went by itself. */
  readonly by: string | null;
  /** Since when, epoch milliseconds UTC. */
  readonly at: number | null;
  /** Of a snooze: until when, epoch milliseconds UTC. */
  readonly until: number | null;
}

export interface IncidentComment {
  readonly time: number;
  /** Login. */
  readonly by: string;
  readonly text: string;
}

/** An incident that nobody has touched. */
export const UNTOUCHED = {
  operator: { state: 'none', by: null, at: null, until: null },
  comments: [],
} as const satisfies Pick<Incident, 'operator' | 'comments'>;

export const OPERATOR_ACTIONS = [
  'acknowledge',
  'unacknowledge',
  'comment',
  'snooze',
  'shelve',
  'unshelve',
  'close',
] as const;

/** What an operator does to an incident. */
export interface OperatorAction {
  readonly action: (typeof OPERATOR_ACTIONS)[number];
  /** Needed to comment, welcome with everything else. */
  readonly comment?: string | undefined;
  /** Of a snooze: until when, epoch milliseconds UTC. */
  readonly until?: number | undefined;
}

/** Who asks: login and role as Grafana knows them. Who only views changes nothing. */
export interface User {
  readonly login: string;
  readonly role: 'Viewer' | 'Editor' | 'Admin';
}

export const EVENT_TYPES = [
  'predicted',
  'active',
  'clearing',
  'cleared',
  'expired',
  'updated',
  'explained',
  'unexplained',
  'operated',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** A change of an incident. Numbers only grow, without gaps; what was written is never changed. */
export interface IncidentEvent {
  readonly number: number;
  readonly time: number;
  readonly type: EventType;
  /** The incident as it is after the change. */
  readonly incident: Incident;
}

/** Canonical text of a key. */
export function alarmKey({ kind, resource, qualifier }: AlarmKey): string {
  return JSON.stringify([kind, resource.device ?? '', resource.component ?? '', resource.nas ?? '', qualifier]);
}
