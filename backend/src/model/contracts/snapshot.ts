/** Bytes that are replaced as a whole or not at all. */
export interface Snapshot {
  /** The bytes written last, which threads may share; undefined when there are none. */
  read(): Promise<Uint8Array | undefined>;
  /** Writes parts, one after another. */
  write(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  remove(): Promise<void>;
}
