/** Types of the elements that messages of SNMP are made of (BER, X.690; RFC 3416, 2578). */
export const TAGS = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
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

/** Types of the PDUs that are sent and understood (RFC 3416). */
export const PDU = { get: 0xa0, getNext: 0xa1, response: 0xa2, getBulk: 0xa5, report: 0xa8 } as const;

/** Versions as they stand in messages. */
export const VERSIONS = { '1': 0, '2c': 1 } as const;
