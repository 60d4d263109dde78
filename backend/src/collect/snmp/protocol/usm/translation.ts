import { encoded, encodedInteger, encodedOctets, SEQUENCE } from './ber.ts';

/** A message of version 1 (0) or 2c (1) around a PDU. */
export const communityMessage = (version: number, community: string, pdu: Buffer): Buffer =>
  encoded(SEQUENCE, encodedInteger(version), encodedOctets(Buffer.from(community)), pdu);
