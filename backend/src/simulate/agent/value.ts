import type { Oid } from './oid.ts';

/** BER tags of the values there are in SNMP v1 and v2c (RFC 2578, RFC 3416). */
export const TAGS = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  address: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  ticks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/** A value of a MIB object: `ticks` are hundredths of a second, an `address` is four octets. */
export type SnmpValue =
  | { readonly type: 'integer' | 'counter32' | 'gauge32' | 'ticks'; readonly value: number }
  | { readonly type: 'counter64'; readonly value: bigint }
  | { readonly type: 'octets' | 'opaque' | 'address'; readonly value: Uint8Array }
  | { readonly type: 'oid'; readonly value: Oid }
  | { readonly type: 'null' | 'noSuchObject' | 'noSuchInstance' | 'endOfMibView' };

export interface Binding {
  readonly oid: Oid;
  readonly value: SnmpValue;
}
