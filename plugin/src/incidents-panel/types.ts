import { Phase, Severity } from '../incidents/words';

export interface Options {
  /** Causes over their symptoms; else every incident by itself. */
  tree: boolean;
  /** Incidents on a page; of a tree, those that nothing explains. */
  pageSize: number;
}

export const DEFAULT_OPTIONS: Options = { tree: true, pageSize: 25 };

export type OperatorState = 'none' | 'acknowledged' | 'snoozed' | 'shelved' | 'closed';

/** An incident as the panel shows it; times are epoch milliseconds. */
export interface Incident {
  id: string;
  kind: string;
  title: string;
  phase: Phase;
  severity: Severity;
  /** Device by name, component, NAS and direction. */
  place: string;
  /** Id of the device; empty when it is of none. */
  device: string;
  /** What was measured last, and the limit it is held to, in a unit of Grafana's. */
  value: number | null;
  threshold: number | null;
  unit: string;
  /** Where more is said of it, and of its device; empty when nowhere. */
  href: string;
  deviceHref: string;
  /** When it began; of a prediction, when it is expected to. */
  since: number | null;
  expectedAt: number | null;
  endedAt: number | null;
  changedAt: number;
  /** Subscribers; null when nobody knows. */
  affected: number | null;
  /** 0–1, of a prediction. */
  probability: number | null;
  operator: OperatorState;
  operatorBy: string;
  /** Id of the incident that explains it. */
  cause: string | null;
}
