/** Bytes that are replaced as a whole or not at all. */
export interface Snapshot {
  /** The bytes written last, undefined when there are none. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
  remove(): Promise<void>;
}
