import type { AccountingRecord, AccountingStatusType, UnreadableReason } from '../../model/accounting.ts';
import { causeOf } from '../cause.ts';
import { withoutEscapes } from '../escapes.ts';
import { recordOf } from '../line-parser.ts';

/** The attributes that a record is made of. */
export const TAKEN: ReadonlySet<string> = new Set([
  'Packet-Type',
  'User-Name',
  'Acct-Status-Type',
  'Acct-Unique-Session-Id',
  'Acct-Session-Id',
  'Acct-Session-Time',
  'Acct-Input-Octets',
  'Acct-Input-Gigawords',
  'Acct-Output-Octets',
  'Acct-Output-Gigawords',
  'NAS-IP-Address',
  'NAS-IPv6-Address',
  'NAS-Identifier',
  'Packet-Src-IP-Address',
  'Client-IP-Address',
  'Reply-Message',
  'Timestamp',
]);

const STATUS_TYPES = new Map<string, AccountingStatusType>([
  ['Start', 'Start'],
  ['Interim-Update', 'Alive'],
  ['Alive', 'Alive'],
  ['Stop', 'Stop'],
  ['Accounting-On', 'On'],
  ['Accounting-Off', 'Off'],
]);

const NUMBER = /^\d{1,15}$/;
const GIGAWORD = 2 ** 32;

/** Values of attributes, unquoted. Asking for a number that is none makes the whole entry unreadable. */
export class Values {
  private readonly written: ReadonlyMap<string, string>;
  /** True once a value was asked for that cannot be read. */
  damaged = false;

  constructor(written: ReadonlyMap<string, string>) {
    this.written = written;
  }

  text(name: string): string | undefined {
    const value = this.written.get(name);
    if (value === undefined || !value.startsWith('"')) return value;
    if (value.length < 2 || !value.endsWith('"')) this.damaged = true;
    return withoutEscapes(value.slice(1, -1));
  }

  number(name: string): number | undefined {
    const value = this.written.get(name);
    if (value === undefined) return undefined;
    if (!NUMBER.test(value)) this.damaged = true;
    return Number(value);
  }
}

/** The event of an entry at a time, that time where the entry stands for no event, or why it cannot be read. */
export function eventOf(values: Values, time: number): AccountingRecord | number | UnreadableReason {
  const statusType = values.text('Acct-Status-Type');
  const event = statusType === undefined ? authenticationOf(values, time) : accountingOf(values, statusType, time);
  return values.damaged ? 'foreign text' : event;
}

function accountingOf(values: Values, status: string, time: number): AccountingRecord | number {
  const statusType = STATUS_TYPES.get(status);
  if (statusType === undefined) return time;
  const ofNas = statusType === 'On' || statusType === 'Off';
  const inputGigawords = values.number('Acct-Input-Gigawords');
  const outputGigawords = values.number('Acct-Output-Gigawords');
  const inputOctets = volume(values.number('Acct-Input-Octets'), inputGigawords);
  const outputOctets = volume(values.number('Acct-Output-Octets'), outputGigawords);
  const counted = inputOctets !== undefined || outputOctets !== undefined;
  return recordOf({
    kind: 'accounting',
    time,
    login: ofNas ? '' : (values.text('User-Name') ?? ''),
    status,
    statusType,
    nas: nasOf(values),
    sessionId: ofNas ? undefined : (values.text('Acct-Unique-Session-Id') ?? values.text('Acct-Session-Id')),
    sessionSeconds: values.number('Acct-Session-Time'),
    inputOctets,
    outputOctets,
    // A NAS leaves Gigawords out that are zero, or does not know them at all.
    octetsWrap: counted && inputGigawords === undefined && outputGigawords === undefined,
  });
}

function authenticationOf(values: Values, time: number): AccountingRecord | number {
  const login = values.text('User-Name');
  const type = values.text('Packet-Type') ?? (login === undefined ? undefined : 'Access-Request');
  if (type !== 'Access-Request' && type !== 'Access-Accept' && type !== 'Access-Reject') return time;
  const failed = type === 'Access-Reject';
  const cause = failed ? causeOf(values.text('Reply-Message') ?? '', login ?? '') || type : undefined;
  return recordOf({
    kind: 'authentication',
    time,
    login: login ?? '',
    status: type,
    failed,
    failure: cause,
    nas: nasOf(values),
  });
}

const nasOf = (values: Values) =>
  values.text('NAS-IP-Address') ??
  values.text('NAS-IPv6-Address') ??
  values.text('NAS-Identifier') ??
  values.text('Packet-Src-IP-Address') ??
  values.text('Client-IP-Address');

const volume = (octets: number | undefined, gigawords: number | undefined) =>
  octets === undefined ? undefined : (gigawords ?? 0) * GIGAWORD + octets;
