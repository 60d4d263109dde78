import type { AccountingRecord, UnreadableReason } from '../accounting.ts';
import type { AccountingRun } from '../accounting-run.ts';
import type { SyslogMessage } from '../syslog.ts';
import type { Zone } from '../zone.ts';
import type { Json } from './log-state.ts';

/**
 * Takes what a parser finds, in the order of the lines. An entry of a log is what stands for one event: a line, or where the
 * format has records of several lines, such a record.
 */
export interface RecordSink {
  /** The record may be used until this returns and no longer: a parser may fill the same object again. */
  record(record: AccountingRecord): void;
  /** Takes the entries of a run in place of each by `record` or `other`, where the sink has it. It may be used until this returns. */
  run?(run: AccountingRun): void;
  /** A readable entry that stands for no event; `time` is its date. */
  other(time: number): void;
  /**
   * `text` gives what could not be read or its beginning, latin1; it may be asked until this returns and no longer, so a
   * parser need not make a string that nobody looks at. Absent where there is none at hand.
   */
  unreadable(reason: UnreadableReason, text?: () => string): void;
}

/** Reads one file of a log format. Any chunking of the same bytes gives the same calls of the sink. Never throws. */
export interface Parser {
  /** Octets that are put here and pushed from here are read where they stand; absent where that would spare nothing. */
  readonly room?: Uint8Array;
  push(chunk: Uint8Array, sink: RecordSink): void;
  /** The file ends here: a last line without its line feed is read as a line. */
  end(sink: RecordSink): void;
  /** Begins anew, as a parser that is made with these options: absent where one more parser costs little. */
  renew?(options: ParserOptions): void;
  /**
   * Octets at the end of what was pushed that are no whole entry yet. Reading that goes on with another parser begins there.
   */
  readonly pending: number;
  /** The newest line time seen, from which a later parser of the same file goes on (clock changes, years). */
  readonly clock: number | undefined;
  /** What else a later parser of the same file needs to know of the entries so far; absent where an entry stands for itself. */
  readonly memory?: Json | undefined;
}

export interface ParserOptions {
  /** IANA name of the zone in which the log's dates are written. */
  readonly zone: string;
  /** An instant near the first line, for dates without a year: epoch milliseconds UTC. */
  readonly reference: number;
  /** The clock of an earlier parser of the same file, when reading goes on. */
  readonly clock?: number;
  /** The memory of that parser. */
  readonly memory?: Json;
}

/** A log format: one folder under `parse/`. */
export interface LogFormat {
  readonly type: string;
  create(options: ParserOptions): Parser;
  /** An instant found in the first bytes of a file (a date that carries its year), else undefined: use the file's mtime. */
  reference(head: Uint8Array, zone: string): number | undefined;
  /**
   * The line, without its line feed, that a file of this log would hold of a syslog message; `zone` is that of the log.
   * Absent where it is the text of the message.
   */
  lineOfSyslog?(message: SyslogMessage, zone: Zone): string;
}
