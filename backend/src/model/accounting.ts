/** What a line of a RADIUS or billing log says happened. */
export type AccountingKind = 'accounting' | 'skipped' | 'authentication';
export type AccountingStatusType = 'Start' | 'Alive' | 'Stop';

/**
 * One event of a RADIUS or billing log. `time` is epoch milliseconds UTC of the line's own date. Octets are cumulative
 * since the start of the session, the delay is in seconds. What the line does not carry is undefined.
 */
export interface AccountingRecord {
  readonly kind: AccountingKind;
  readonly time: number;
  readonly login: string;
  readonly failed: boolean;
  readonly status: string;
  readonly statusType: AccountingStatusType | undefined;
  /** Direction of a sub-session, 1 … 6; undefined for the master session. */
  readonly direction: number | undefined;
  /** Address of the NAS that sent it. */
  readonly nas: string | undefined;
  readonly sessionId: string | undefined;
  readonly inputOctets: number | undefined;
  readonly outputOctets: number | undefined;
  readonly delaySeconds: number | undefined;
}

/** Why a line could not be read. */
export type UnreadableReason =
  | 'empty'
  | 'cut short'
  | 'text after the end'
  | 'NUL byte'
  | 'foreign text'
  | 'too long'
  | 'impossible date';
