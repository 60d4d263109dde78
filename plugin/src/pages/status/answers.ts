/** How Presage is doing, as the backend answers at api/v1/status; times are epoch milliseconds. */
export interface Status {
  version: string;
  network: string;
  zone: string;
  now: number;
  store: StoreState;
  sources: LogSource[];
  /** Where the devices stand in a file of their own. */
  devices?: { file: string; problem: string | null };
}

export interface StoreState {
  kind: string;
  available: boolean;
  /** Samples accepted but not yet durable. */
  waiting: number;
  problem: string | null;
}

export interface LogSource {
  name: string;
  files: number;
  lines: number;
  unreadable: Record<string, number>;
  newest: number | null;
  problem?: string;
}

/** What the health check of the data source answers. */
export interface Health {
  status: string;
  message: string;
  details?: {
    protocol?: number;
    version?: string;
    newestSampleAge?: number | null;
  };
}
