import { IncidentAnswer } from '../../incidents-panel/backend';
import { Severity } from '../../incidents/words';

/** An incident by itself, as the backend answers it; times are epoch milliseconds. */
export interface OneIncident extends IncidentAnswer {
  kind: string;
  /** The kind in English words. */
  title: string;
  resource: { device?: string; component?: string; nas?: string };
  /** Tells incidents of one kind and resource apart, such as the direction of a link; may be empty. */
  qualifier: string;
  severity: Severity;
  series: { measurement: string; tags: Record<string, string>; field: string };
  /** What the forecast expected in place of the value. */
  expected: number | null;
  /** Of a prediction: that it happens within the horizon, 0–1. */
  probability: number | null;
  expectedAt: number | null;
  predictedAt: number | null;
  activeAt: number | null;
  endedAt: number | null;
  /** Subscribers it touches; null when nobody knows. */
  affected: number | null;
  /** Id of the incident that explains this one. */
  cause: string | null;
}

/** An incident with those it explains. */
export interface RootIncident extends OneIncident {
  symptoms: OneIncident[];
}

/** The answer of api/v1/incidents. */
export interface IncidentsAnswer {
  incidents: RootIncident[];
}

/** The answer of api/v1/incidents/ID, without its history. */
export interface OneAnswer {
  incident: RootIncident;
}

/** What stands for the answer where there is no such incident. */
export const UNKNOWN = 'unknown';

/** That an incident is not known is an answer; undefined of any other failure. */
export function unknown(failure: unknown): typeof UNKNOWN | undefined {
  return (failure as { status?: number } | undefined)?.status === 404 ? UNKNOWN : undefined;
}
