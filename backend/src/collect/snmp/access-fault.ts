import { PresageError } from '../../errors.ts';
import type { SnmpCredentials } from '../../model/credentials.ts';
import type { AccessFault } from '../../model/device.ts';
import type { Report } from './protocol/usm/report.ts';

/** A device answers and refuses the credentials: DEVICE_AUTH_FAILED. */
export class AccessError extends PresageError {
  readonly fault: AccessFault;

  constructor(fault: AccessFault, message: string, options?: { cause?: unknown }) {
    super('DEVICE_AUTH_FAILED', message, options);
    this.fault = fault;
  }
}

const FAULTS: Readonly<Record<Report, AccessFault>> = {
  'unsupported-level': 'level',
  'not-in-time-window': 'time',
  'unknown-user': 'user',
  'unknown-engine': 'engine',
  'wrong-digest': 'password',
  'not-decrypted': 'privacy',
  'unknown-context': 'context',
  other: 'other',
};

export const faultOf = (report: Report): AccessFault => FAULTS[report];

/** What the device refuses and what to do, for operators; secrets are not named. */
export function faultWords(fault: AccessFault, credentials: SnmpCredentials): string {
  if (credentials.version !== '3') return 'it lets this community read nothing: check the view of the community on it';
  const { user, auth, privacy, context } = credentials;
  const level = !auth ? 'noAuthNoPriv' : privacy ? 'authPriv' : 'authNoPriv';
  switch (fault) {
    case 'user':
      return `it does not know the user ${user}: create the user on it, or set the right user`;
    case 'password':
      return `it refuses the signature of the user ${user}: check the password and the protocol of auth (here ${auth?.protocol ?? 'none'})`;
    case 'privacy':
      return `it cannot decrypt what the user ${user} sends: check the password and the protocol of privacy (here ${privacy?.protocol ?? 'none'})`;
    case 'level':
      return `it does not allow the user ${user} the level ${level}: give the user on it the same as auth and privacy here`;
    case 'context':
      return `it does not know the context ${context === '' ? 'that is empty' : context}: set one that it has, or none`;
    case 'time':
      return `it takes every message of the user ${user} for too old, although its own clock was followed: restart its SNMP agent, or reset its engine boots`;
    case 'rights':
      return `it lets the user ${user} read nothing at the level ${level}: give the user's group a view for this level`;
    case 'engine':
      return 'it names another SNMP engine each time: two devices may share the address';
    case 'cipher':
      return `OpenSSL on this host refuses a protocol of auth or privacy (here ${auth?.protocol ?? 'none'} and ${privacy?.protocol ?? 'none'}): set sha256 and aes128 or better on both sides`;
    case 'other':
      return `it refuses the messages of the user ${user} without a reason that is known: check its SNMP v3 settings`;
  }
}
