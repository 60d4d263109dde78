import type { Trap } from '../../model/trap.ts';
import type { Notification } from './notification.ts';

/** Why a datagram was not taken, beside `malformed: …`. */
export type Refusal =
  | 'not an SNMP version'
  | 'not a trap or inform'
  | 'unknown community'
  | 'unknown engine'
  | 'unknown user'
  | 'security level not as configured'
  | 'wrong digest'
  | 'outside the time window'
  | 'sent again'
  | 'cannot be decrypted'
  /** It could not be checked, for a fault of ours. */
  | 'internal error';

/** What became of a datagram, and what is to be sent back. */
export type Outcome = { readonly reply?: Buffer } & (
  | {
      readonly taken: Notification & Pick<Trap, 'version' | 'credentials'>;
    }
  | { readonly refused: Refusal | `malformed: ${string}` }
);
