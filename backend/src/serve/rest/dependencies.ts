import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from '../../model/clock.ts';
import type { DeviceEditor } from '../../model/contracts/device-editor.ts';
import type { Forecaster } from '../../model/contracts/forecaster.ts';
import type { IncidentState } from '../../model/contracts/incidents.ts';
import type { Simulation } from '../../model/contracts/simulation.ts';
import type { Store } from '../../model/contracts/store.ts';
import type { SubscriberAnomalies } from '../../model/contracts/subscriber-anomalies.ts';
import type { TrapStatus } from '../../model/contracts/traps.ts';
import type { DeviceStatus } from '../../model/device.ts';
import type { Explanation } from '../../model/explanation.ts';
import type { Incident, IncidentEvent, OperatorAction, User } from '../../model/incident.ts';
import type { NetworkLinks } from '../../model/link.ts';
import type { LogSourceReport } from '../../model/log-source.ts';
import type { Zone } from '../../model/zone.ts';
import type { StatusReport } from './status.ts';

export type RestLogger = Pick<Logger, 'error'>;

/** What the REST service reads from. */
export interface RestDependencies {
  readonly store: Store;
  /** Zone of the wall times in the answers of the original service. */
  readonly zone: Zone;
  readonly clock: Clock;
  readonly status: () => StatusReport;
  readonly sources: () => readonly LogSourceReport[];
  /** By series key: hours of history missing until its intervals can be trusted. */
  readonly learning: () => Promise<ReadonlyMap<string, number>>;
  /** Why the newest forecast of a series, by its key, says what it says of a lead. */
  readonly explain: (key: string, lead: number) => Promise<Explanation | undefined>;
  /** Forecasts a series, by its key, with so many leads from what is known now. Rejects with a FORECAST_… code. */
  readonly forecast: Forecaster['forecast'];
  readonly devices: () => readonly DeviceStatus[];
  readonly traps: () => TrapStatus;
  /** Changes the devices; undefined where they stand in the configuration itself. */
  readonly editor: DeviceEditor | undefined;
  /** How the devices hang together, as far as they know themselves. */
  readonly links: () => NetworkLinks;
  readonly incidents: Pick<IncidentState, 'list' | 'get' | 'history' | 'events' | 'newest'>;
  /** Takes a listener of new events of incidents; answers what removes it. */
  readonly listen: (listener: (events: readonly IncidentEvent[]) => void) => () => void;
  /** Does to an incident what the user of this login wants; undefined when there is none. Throws ACTION_REFUSED. */
  readonly operate: (id: string, action: OperatorAction, by: string) => Incident | undefined;
  /** Who was anomalous in an hour. */
  readonly anomalies: SubscriberAnomalies;
  /** What a kind of incident is called, in English. */
  readonly titleOf: (kind: string) => string;
  /** The demo network's faults; undefined in a real network. */
  readonly simulation: Simulation | undefined;
  /** Name of the log source whose targets the original service shows. */
  readonly legacySource: string;
  /** Folder of the built page; undefined when it is not built. */
  readonly pageFolder: string | undefined;
  readonly logger: RestLogger;
  readonly metrics: Registry;
}

/** What an operation answers from: the same, and who asks. */
export interface CallDependencies extends RestDependencies {
  readonly user: User;
}
