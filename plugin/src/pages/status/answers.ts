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
  /** Those below are absent in answers of older backends. Mean of the last minute. */
  linesPerSecond?: number | null;
  unreadOctets?: number | null;
  /** Where it is received over syslog. */
  listening?: string[];
  problem?: string;
}

/** What the backend answers at api/v1/sources. */
export interface SourcesAnswer {
  sources: SourceReport[];
}

/** All that is known of a log source; times are epoch milliseconds. */
export interface SourceReport {
  name: string;
  format: string;
  lines: number;
  unreadable: Record<string, number>;
  /** By reason, the latest text that could not be read; none for viewers. */
  examples: Record<string, string>;
  linesPerSecond: number | null;
  lagSeconds: number | null;
  silentSeconds: number | null;
  unreadOctets: number | null;
  files: Array<{ path: string; offset: number; size: number | null }>;
  receiver: {
    listening: string[];
    peers: Array<{ address: string; messages: number; last: number | null; connections: number }>;
    refused: Record<string, number>;
  } | null;
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
