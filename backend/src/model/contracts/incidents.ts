import type { Alarm, Incident, IncidentEvent, OperatorAction, Resource } from '../incident.ts';

/** Chooses incidents; absent means any. */
export interface IncidentFilter {
  readonly open?: boolean;
  readonly kind?: string;
  readonly device?: string;
  /** Only those that were open at some time in [from, to). */
  readonly from?: number;
  readonly to?: number;
}

/** Keeps incidents and their numbered events. */
export interface IncidentState {
  /** Newest change first. */
  list(filter: IncidentFilter, limit: number): Incident[];
  get(id: string): Incident | undefined;
  /** Events with a number above `after`, in order. */
  events(after: number, limit: number): IncidentEvent[];
  /** Events of one incident, in order. */
  history(id: string): IncidentEvent[];
  /** The number of the newest event; 0 when there is none. */
  newest(): number;
  /** Keeps changes in one transaction, and answers the events with their numbers. */
  commit(changes: readonly Omit<IncidentEvent, 'number'>[]): IncidentEvent[];
}

/** Makes incidents of alarms: opens, moves, explains and ends them. */
export interface Incidents {
  /** Takes alarms in, also none so that time passes for what is held back; answers what changed. */
  take(alarms: readonly Alarm[], now: number): IncidentEvent[];
  /** Ends the incidents of resources that are not watched any more. */
  forget(isWatched: (resource: Resource) => boolean, now: number): IncidentEvent[];
  /**
   * Does to an incident what the user of this login wants; answers what changed, nothing when there is no such incident.
   * Throws ACTION_REFUSED when it cannot be done to this incident now.
   */
  operate(id: string, action: OperatorAction, by: string, now: number): IncidentEvent[];
}
