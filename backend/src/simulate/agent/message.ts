import { BerReader, BerWriter } from './ber.ts';
import { type Binding, TAGS } from './value.ts';

const SEQUENCE = 0x30;

/** BER tags of the protocol data units of RFC 1157 and RFC 3416 that a poll needs. */
export const PDU = { get: 0xa0, getNext: 0xa1, response: 0xa2, getBulk: 0xa5 } as const;
export type PduType = keyof typeof PDU;

/** Values of the version field. */
export const V1 = 0;
export const V2C = 1;

export interface Message {
  readonly version: number;
  readonly community: Uint8Array;
  readonly type: PduType;
  readonly requestId: number;
  /** Error status of an answer; non-repeaters of a GETBULK. */
  readonly first: number;
  /** Error index of an answer; max-repetitions of a GETBULK. */
  readonly second: number;
  readonly bindings: readonly Binding[];
}

/** Reads a message. Throws a RangeError when it is not one, or not one a poll needs. */
export function decodeMessage(octets: Uint8Array): Message {
  const message = new BerReader(octets).open(SEQUENCE);
  const version = message.integer(TAGS.integer);
  if (version !== V1 && version !== V2C) throw new RangeError(`SNMP version ${version}`);
  const community = message.bytes(TAGS.octets);
  const type = (Object.keys(PDU) as PduType[]).find((name) => PDU[name] === message.peek());
  if (!type) throw new RangeError(`a protocol data unit with tag ${message.peek()}`);
  const pdu = message.open(PDU[type]);
  const [requestId, first, second] = [0, 1, 2].map(() => pdu.integer(TAGS.integer)) as [number, number, number];
  const list = pdu.open(SEQUENCE);
  const bindings: Binding[] = [];
  while (!list.done) {
    const binding = list.open(SEQUENCE);
    bindings.push({ oid: binding.oid(), value: binding.value() });
  }
  return { version, community, type, requestId, first, second, bindings };
}

/** Writes one variable binding; an empty writer may be lent for it. */
export function encodeBinding({ oid, value }: Binding, writer = new BerWriter()): Buffer {
  writer.value(value);
  writer.oid(oid);
  writer.close(SEQUENCE, 0);
  return writer.take();
}

/** Writes a message whose bindings are written already. */
export function encodeMessage(message: Omit<Message, 'bindings'>, bindings: readonly Uint8Array[]): Buffer {
  const writer = new BerWriter();
  for (const binding of bindings.toReversed()) writer.bytes(binding);
  writer.close(SEQUENCE, 0);
  for (const value of [message.second, message.first, message.requestId]) writer.integer(TAGS.integer, value);
  writer.close(PDU[message.type], 0);
  writer.value({ type: 'octets', value: message.community });
  writer.integer(TAGS.integer, message.version);
  writer.close(SEQUENCE, 0);
  return writer.take();
}
