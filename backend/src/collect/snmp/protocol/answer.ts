import { type Element, element, Flaw } from './flaw.ts';
import { PDU, TAGS } from './tags.ts';
import { readVariables, type Variables } from './variables.ts';

/** What answers a request. */
export interface Answer {
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly variables: Variables;
}

/** The same as a message of version 1 or 2c, which bears a community. */
export interface CommunityAnswer extends Answer {
  readonly version: number;
  readonly community: string;
}

/**
 * Reads a datagram as an answer to a v1 or v2c request (RFC 1157, 3416; BER, X.690); throws a Flaw when it is none. What
 * devices write a little wrong is read as it is meant: an unsigned number with or without its leading zero.
 */
export function readAnswer(octets: Buffer): CommunityAnswer {
  const message = element(octets, 0, octets.length, TAGS.sequence);
  if (message.end !== octets.length) throw new Flaw('octets after the message');
  const version = element(octets, message.start, message.end, TAGS.integer);
  const community = element(octets, version.end, message.end, TAGS.octets);
  return {
    ...readResponse(octets, community.end),
    version: integerOf(octets, version),
    community: octets.toString('utf8', community.start, community.end),
  };
}

/** Reads the PDU of an answer, which begins at `from` and fills the rest of the octets; throws a Flaw when it is none. */
export function readResponse(octets: Buffer, from = 0): Answer {
  const pdu = element(octets, from, octets.length);
  if (pdu.tag !== PDU.response) throw new Flaw(`a PDU of type 0x${pdu.tag.toString(16)} instead of a response`);
  if (pdu.end !== octets.length) throw new Flaw('octets after the PDU');
  const requestId = element(octets, pdu.start, pdu.end, TAGS.integer);
  const errorStatus = element(octets, requestId.end, pdu.end, TAGS.integer);
  const errorIndex = element(octets, errorStatus.end, pdu.end, TAGS.integer);
  const list = element(octets, errorIndex.end, pdu.end, TAGS.sequence);
  if (list.end !== pdu.end) throw new Flaw('octets after the list of variables');
  return {
    requestId: integerOf(octets, requestId),
    errorStatus: integerOf(octets, errorStatus),
    errorIndex: integerOf(octets, errorIndex),
    variables: readVariables(octets, list),
  };
}

/** Five octets with a leading zero: some devices write an unsigned number into an integer. */
function integerOf(octets: Buffer, { start, end }: Element): number {
  const length = end - start;
  if (length === 5 && octets[start] === 0) return octets.readUIntBE(start, length);
  if (length < 1 || length > 4) throw new Flaw(`an integer of ${length} octets`);
  return octets.readIntBE(start, length);
}
