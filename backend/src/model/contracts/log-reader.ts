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

/** Reads log files from where each was left. */
export interface LogReader {
  /**
   * Hands over pieces in order. `take` resolves when the piece was taken in; not before is the next one read. `idle` is
   * called each time everything there is has been read. Ends when there is nothing more to come (import) or on the signal.
   */
  read(take: (piece: LogPiece) => Promise<void>, idle: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** Where the reading of known files stands. */
export interface Positions {
  /** The position of the file with this fingerprint, undefined when it is new. */
  get(fingerprint: string): FilePosition | undefined;
}
