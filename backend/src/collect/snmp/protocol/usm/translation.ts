import { ObjectType, Version2c } from 'net-snmp';
import { element } from '../flaw.ts';
import { encoded, encodedInteger, encodedOctets, SEQUENCE } from './ber.ts';

/** The PDU in a message of version 1 or 2c; throws a Flaw when it is none. */
export function pduOfCommunityMessage(message: Buffer): Buffer {
  const whole = element(message, 0, message.length, SEQUENCE);
  const version = element(message, whole.start, whole.end, ObjectType.Integer);
  const community = element(message, version.end, whole.end, ObjectType.OctetString);
  return message.subarray(community.end, whole.end);
}

/** A message of version 2c around a PDU. */
export const communityMessage = (community: string, pdu: Buffer): Buffer =>
  encoded(SEQUENCE, encodedInteger(Version2c), encodedOctets(Buffer.from(community)), pdu);
