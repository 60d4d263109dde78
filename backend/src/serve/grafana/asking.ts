import type { Secret } from '../../model/secret.ts';
import type { RestDependencies } from '../rest/dependencies.ts';
import type { Frame } from './frame.ts';
import type { Query } from './query.ts';
import type { Timing } from './timing.ts';

/** What the data source of Grafana reads from. */
export interface GrafanaDependencies extends RestDependencies {
  /** The kinds of incidents there are. */
  readonly kinds: readonly string[];
  /** What every call must bring; undefined when no token is configured. */
  readonly token: Secret | undefined;
}

/** A query that is being answered. */
export interface Asking extends Timing {
  readonly query: Query;
  /** An alert rule asks: every frame must be told apart by its labels alone. */
  readonly forAlert: boolean;
  /** Annotations of a dashboard are asked for. */
  readonly forAnnotations: boolean;
  readonly signal: AbortSignal;
}

/** Answers queries of one kind. Rejects with a QueryProblem, a Problem or a PresageError. */
export type Answer = (asking: Asking, dependencies: GrafanaDependencies) => Promise<readonly Frame[]>;

/** Where the app shows an incident or a device. */
export const pageOf = (kind: 'incidents' | 'devices', id: string) => `/a/presage-netops-app/${kind}/${id}`;

/** The meta of a frame of one of Grafana's data plane types. */
export const typed = (type: 'timeseries-multi' | 'numeric-wide' | 'numeric-long' | 'table') => ({
  ...(type === 'table' ? {} : { type, typeVersion: [0, 1] }),
});
