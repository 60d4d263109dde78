/** What a line of a RADIUS or billing log says happened. */
export type AccountingKind = 'accounting' | 'skipped' | 'authentication';
/** `On` and `Off` are said by a NAS of itself (Accounting-On, Accounting-Off): all its sessions have ended. */
export type AccountingStatusType = 'Start' | 'Alive' | 'Stop' | 'On' | 'Off';

/** Text as it stands in a buffer: the octets from `start` up to `end`, latin1. */
export interface OctetRange {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * One event of a RADIUS or billing log. `time` is epoch milliseconds UTC of the entry's own date. What the entry does not
 * carry is undefined.
 */
export interface AccountingRecord {
  readonly kind: AccountingKind;
  readonly time: number;
  /** Of the subscriber, as written; empty for what a NAS says of itself. */
  readonly login: string;
  /** The same, where the parser has it at hand without making a string. */
  readonly loginOctets: OctetRange | undefined;
  /** Through which proxy it came; may be given where the login is empty, since it then stands for the subscriber. */
  readonly proxy?: string | undefined;
  readonly failed: boolean;
  /** In the words of the log. */
  readonly status: string;
  /** Why it failed, in words that are the same for the same cause: neither logins nor numbers stand in it. */
  readonly failure: string | undefined;
  readonly statusType: AccountingStatusType | undefined;
  /** Direction of a sub-session, 1 … 6; undefined for the master session. */
  readonly direction: number | undefined;
  /** Address of the NAS that sent it. */
  readonly nas: string | undefined;
  /** Tells the sessions of one NAS apart. */
  readonly sessionId: string | undefined;
  /** How long the session has lasted, seconds. */
  readonly sessionSeconds: number | undefined;
  /** Cumulative since the start of the session, Gigawords included. */
  readonly inputOctets: number | undefined;
  readonly outputOctets: number | undefined;
  /** True where the octets begin anew at 2^32, because the log has no Gigawords. */
  readonly octetsWrap: boolean;
  /** How long the server took over it, seconds. */
  readonly delaySeconds: number | undefined;
}

/** Why an entry could not be read. */
export type UnreadableReason =
  | 'empty'
  | 'cut short'
  | 'text after the end'
  | 'NUL byte'
  | 'foreign text'
  | 'too long'
  | 'no date'
  | 'impossible date';
