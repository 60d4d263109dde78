/** By what a content is told from others that begin with the same line, wherever its file is moved, copied or packed. */
export interface ContentMarks {
  /** Hashes of its first 32, 64, 128, 256, 512 and 1024 octets, as far as `end` reaches. */
  readonly heads: readonly string[];
  /** Hash of the octets before `end`. */
  readonly tail: string;
  /** Octets of content that were read when the marks were taken. */
  readonly end: number;
  /** Time of last modification of the file then, epoch milliseconds UTC. */
  readonly modified: number;
}

/** Where the reading of one content stands. */
export interface FilePosition {
  /** Names the content: hash of its first line, with a number where several contents begin with that line. */
  readonly fingerprint: string;
  readonly path: string;
  /** Octets of content (after decompression) read so far. */
  readonly offset: number;
  /** Undefined for what was read before there were marks. */
  readonly marks?: ContentMarks;
}

/** Octets of a plain file, `to` not among them. */
export interface FilePlace {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Hash of the octets before `to`: where it is another one, the file was written anew or replaced. */
  readonly tail: string;
}

/** Whole lines of one file, and where its reading stands once they are durable. */
export interface LogPiece {
  /** Good until the piece was taken: a reader may read the next one into the same memory. */
  readonly bytes: Uint8Array;
  /**
   * Where the lines stand, with no `bytes`, from a reader that leaves plain files to be read by whoever takes the pieces. They may
   * be read after the piece was taken; whether the file is still the same is for that reading to see.
   */
  readonly place?: FilePlace;
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
  /**
   * Octets that may be taken between two commits while there is more; for a reader that can read again what was not committed
   * it is much, since a store takes little longer for many samples than for few.
   */
  readonly atOnce?: number;
  /** How the reading stands now. */
  intake?(): LogIntake;
}

/** Where the reading of known files stands. */
export interface Positions {
  /** The position of the file with this fingerprint, undefined when it is new. */
  get(fingerprint: string): FilePosition | undefined;
}
