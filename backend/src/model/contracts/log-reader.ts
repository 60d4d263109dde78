/** What identifies the content of a file wherever it is moved: hash of its head, so a renamed or gzipped file is known. */
export interface FilePosition {
  readonly fingerprint: string;
  readonly path: string;
  /** Octets of content (after decompression) read so far. */
  readonly offset: number;
}

/** Whole lines of one file, and where its reading stands once they are durable. */
export interface LogPiece {
  readonly bytes: Uint8Array;
  readonly position: FilePosition;
  /** The first bytes of the content, for what a format can learn from them. */
  readonly head: Uint8Array;
  /** Time of last modification of the file, epoch milliseconds UTC. */
  readonly modified: number;
  /** True for the last piece of a file that will not grow (gzipped, rotated away, imported). */
  readonly end: boolean;
}

/** A log file that is known. */
export interface KnownLogFile {
  readonly path: string;
  /** Octets of content read so far, and in all where that can be told. */
  readonly offset: number;
  readonly size: number | undefined;
}

/** A host that sends lines. */
export interface LogPeer {
  readonly address: string;
  readonly messages: number;
  readonly octets: number;
  /** When its last message came, epoch milliseconds UTC; undefined before the first. */
  readonly last: number | undefined;
  /** Of those that are open. */
  readonly connections: number;
}

/** Where the lines of a source come from, and how that goes. */
export interface LogIntake {
  readonly files: readonly KnownLogFile[];
  /** Octets that are there and not taken in yet; undefined where that cannot be told. */
  readonly unread: number | undefined;
  /** Only of a source that is sent to: where it listens, who sends, and what did not become lines, by reason. */
  readonly receiver?: {
    readonly listening: readonly string[];
    readonly peers: readonly LogPeer[];
    readonly refused: Readonly<Record<string, number>>;
  };
}

/** Reads log files from where each was left. */
export interface LogReader {
  /**
   * Hands over pieces in order. `take` resolves when the piece was taken in; not before is the next one read. `idle` is
   * called each time everything there is has been read. Ends when there is nothing more to come (import) or on the signal.
   */
  read(take: (piece: LogPiece) => Promise<void>, idle: () => Promise<void>, signal: AbortSignal): Promise<void>;
  /** How the reading stands now. */
  intake?(): LogIntake;
}

/** Where the reading of known files stands. */
export interface Positions {
  /** The position of the file with this fingerprint, undefined when it is new. */
  get(fingerprint: string): FilePosition | undefined;
}
