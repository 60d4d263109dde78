import type { KnownLogFile, LogIntake } from './contracts/log-reader.ts';
import type { Series } from './series.ts';
import { MINUTE } from './targets.ts';

/** How a log source is doing. Times are epoch milliseconds UTC; what is not known is null. */
export interface LogSourceReport {
  readonly name: string;
  readonly format: string;
  /** Since its first start. */
  readonly lines: number;
  readonly unreadable: Readonly<Record<string, number>>;
  /** By reason, the latest text that could not be read, shown safely. It may name subscribers. */
  readonly examples: Readonly<Record<string, string>>;
  /** Mean of the last minute. */
  readonly linesPerSecond: number | null;
  /** The newest date of a line. */
  readonly newest: number | null;
  /** From that date until now. */
  readonly lagSeconds: number | null;
  /** Since the last line was read, whatever its date. */
  readonly silentSeconds: number | null;
  readonly unreadOctets: number | null;
  /** Contents of files that were read, also of files that are gone. */
  readonly filesRead: number;
  readonly files: readonly KnownLogFile[];
  /** Only of a source that is sent to. */
  readonly receiver: Receiver | null;
  /** Why it cannot be read now, in words. */
  readonly problem: string | null;
}

export type Receiver = NonNullable<LogIntake['receiver']>;

const FIELDS = {
  lines_per_second: { unit: 'lines/s', kind: 'rate' },
  lag: { unit: 's', kind: 'gauge' },
  unreadable: { unit: 'percent', kind: 'gauge', upperBound: 100 },
} as const;

/** How a log source is doing, a sample each minute; `unreadable` is a part of the lines of the minute. */
export function sourceSeries(source: string, field: keyof typeof FIELDS): Series {
  return { measurement: 'log_source', tags: { source }, field, ...FIELDS[field], step: MINUTE, lowerBound: 0 };
}
