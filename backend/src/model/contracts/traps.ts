import type { Severity } from '../incident.ts';
import type { Series } from '../series.ts';
import type { Trap } from '../trap.ts';

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

/** What a definition makes of a trap. */
export interface NamedTrap {
  readonly name: string;
  readonly severity: Severity;
  /** What it says, for people. */
  readonly text: string;
  /** The kind of incident that it raises or clears; undefined where it is only noted. */
  readonly kind: string | undefined;
  /** Whether it raises the incident; false where it clears it. */
  readonly raises: boolean;
  /** ifIndex of the interface it is about; empty where the trap does not tell it. */
  readonly interface: string | undefined;
  /** The part of the device, or the neighbour, that it is about, where it is not an interface. */
  readonly part: string | undefined;
  /** Milliseconds after which what it raises is over without being cleared; undefined: never by itself. */
  readonly lasts: number | undefined;
}

/** Says what a trap means; undefined where no definition fits. */
export type NameTrap = (trap: Trap) => NamedTrap | undefined;

/** Something that a device has reported of itself and that is not over. Plain data that survives JSON. */
export interface ReportedAlarm {
  /** Where it is kept as a series, which also says what it is about. */
  readonly series: Series;
  /** The place of its severity in SEVERITIES, counted from 1; 0 once it is cleared. */
  readonly grade: number;
  /** When it was told last, epoch milliseconds UTC. */
  readonly time: number;
  /** When it ends by itself, epoch milliseconds UTC; null for never. */
  readonly until: number | null;
  /** ifIndex, where it is about an interface. */
  readonly interface: string | null;
}

/** Remembers reported alarms over restarts, by their series key. */
export interface AlarmMemory {
  load(): readonly ReportedAlarm[];
  /** Keeps some and forgets others in one transaction. */
  change(saved: readonly ReportedAlarm[], removed: readonly string[]): void;
}

/** A trap that was taken, with what came again soon after. */
export interface RecentTrap {
  /** When it came first and last, epoch milliseconds UTC. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly source: string;
  /** The device that has this address; null when none has. */
  readonly device: string | null;
  readonly version: Trap['version'];
  readonly inform: boolean;
  readonly oid: string;
  /** What its definition says; null where none fits. */
  readonly name: string | null;
  readonly severity: Severity | null;
  readonly text: string | null;
  readonly kind: string | null;
  readonly effect: 'raises' | 'clears' | null;
}

/** A trap that no definition names. */
export interface UnknownTrap {
  readonly oid: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Of the newest one. */
  readonly source: string;
  readonly device: string | null;
  readonly variables: readonly { readonly oid: string; readonly value: string }[];
}

export interface TrapSource {
  readonly address: string;
  readonly device: string | null;
  readonly taken: number;
  readonly refused: number;
  /** Why the newest refused one was; null where none was. */
  readonly reason: string | null;
  readonly last: number;
}

/** What was received since the start. */
export interface TrapStatus {
  /** Null where nothing is received. */
  readonly listen: { readonly address: string; readonly port: number; readonly receiveBuffer: number } | null;
  readonly taken: number;
  /** Of those taken, how many came from addresses that no device has, and how many no definition names. */
  readonly fromUnknownSources: number;
  readonly unnamed: number;
  /** Datagrams that were not taken, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** The newest first. */
  readonly recent: readonly RecentTrap[];
  readonly unknown: readonly UnknownTrap[];
  readonly sources: readonly TrapSource[];
}

/** What receives traps. */
export interface TrapReceiver {
  readonly address: string;
  readonly port: number;
  /** What the kernel keeps of what nobody has read yet, octets. */
  readonly receiveBuffer: number;
  close(): Promise<void>;
}

/** What a receiver hands over to. */
export interface TrapHandlers {
  /** Takes traps and informs whose sender is allowed, in the order in which they came. */
  readonly take: (traps: readonly Trap[]) => void;
  /** Told of every datagram that is not taken, and why. */
  readonly refused: (reason: string, source: string, time: number) => void;
}
