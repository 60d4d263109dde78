import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from '../../model/clock.ts';
import type { Store } from '../../model/contracts/store.ts';
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
  /** By series key: hours of history missing before the first forecast. */
  readonly learning: () => Promise<ReadonlyMap<string, number>>;
  /** Name of the log source whose targets the original service shows. */
  readonly legacySource: string;
  /** Folder of the built page; undefined when it is not built. */
  readonly pageFolder: string | undefined;
  readonly logger: RestLogger;
  readonly metrics: Registry;
}
