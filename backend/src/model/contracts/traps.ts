/** What is known of an engine that signs the traps it sends (RFC 3414, 2.2). */
export interface SenderEngine {
  /** Its engine ID in hexadecimal. */
  readonly engine: string;
  readonly boots: number;
  /** Its time in seconds, … */
  readonly time: number;
  /** … at this time of ours, epoch milliseconds UTC. */
  readonly at: number;
}

/** Remembers engines over restarts, so that what was sent before cannot be sent again. */
export interface EngineMemory {
  /** The engine of this program: an ID that stays, and how often it has been started. Counts a start. */
  start(): { readonly id: Uint8Array; readonly boots: number };
  senders(): readonly SenderEngine[];
  save(sender: SenderEngine): void;
}
