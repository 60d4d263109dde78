import { ObjectType } from 'net-snmp';
import { createExchange } from '../collect/snmp/protocol/exchange.ts';
import { requestIdOf } from '../collect/snmp/protocol/flaw.ts';
import type { Listener } from '../collect/snmp/protocol/sockets.ts';
import type { SnmpValue } from '../collect/snmp/protocol/values.ts';
import type { Variables } from '../collect/snmp/protocol/variables.ts';
import { v2c } from '../model/credentials.ts';
import { encodeBinding, encodeMessage } from '../simulate/agent/message.ts';
import { parseOid } from '../simulate/agent/oid.ts';
import type { Binding } from '../simulate/agent/value.ts';

/** What became of many mutated answers. */
export interface Outcome {
  /** Taken as an answer, with or without values. */
  taken: number;
  /** Ignored. */
  ignored: number;
  /** Anything thrown by what receives them. */
  exceptions: number;
  /** Taken with a value that the octets do not say, by a reader of its own. */
  wrong: number;
  /** The last of either kind, in words. */
  last: string;
}

/** An object of every type that a device may answer. */
const OBJECTS: readonly Binding[] = [
  { oid: parseOid('1.3.6.1.2.1.2.2.1.8.1')!, value: { type: 'integer', value: -7 } },
  { oid: parseOid('1.3.6.1.2.1.2.2.1.10.300')!, value: { type: 'counter32', value: 4_000_000_000 } },
  { oid: parseOid('1.3.6.1.2.1.31.1.1.1.6.1')!, value: { type: 'counter64', value: 2n ** 63n + 5n } },
  { oid: parseOid('1.3.6.1.2.1.31.1.1.1.1.1')!, value: { type: 'octets', value: Buffer.from('Gi0/1') } },
  { oid: parseOid('1.3.6.1.2.1.1.2.0')!, value: { type: 'oid', value: parseOid('1.3.6.1.4.1.2636.1.1.1.2.29')! } },
  { oid: parseOid('1.3.6.1.2.1.1.3.0')!, value: { type: 'ticks', value: 123_456 } },
  {
    oid: parseOid('1.3.6.1.4.1.2021.10.1.6.1')!,
    value: { type: 'opaque', value: Buffer.from('9f780442280000', 'hex') },
  },
  { oid: parseOid('1.3.6.1.2.1.4.20.1.1.1')!, value: { type: 'address', value: Buffer.of(192, 0, 2, 1) } },
  { oid: parseOid('1.3.6.1.2.1.9.9.9')!, value: { type: 'noSuchInstance' } },
];
const OIDS = OBJECTS.map(({ oid }) => oid.join('.'));

/** Sends so many mutated answers, each to a request that waits for it, through the exchange that polls devices. */
export async function receiveMutated(count: number, random: () => number): Promise<Outcome> {
  const outcome: Outcome = { taken: 0, ignored: 0, exceptions: 0, wrong: 0, last: '' };
  const fault = (kind: 'exceptions' | 'wrong', datagram: Buffer, words: string) => {
    outcome[kind]++;
    outcome.last = `${words}: ${datagram.toString('hex')}`;
  };
  let listener: Listener | undefined;
  let requestId = 0;
  const line = {
    send: (datagram: Buffer) => {
      requestId = requestIdOf(datagram)!;
    },
    ref() {},
    unref() {},
    close() {},
  };
  const exchange = createExchange({
    address: '127.0.0.1',
    port: 161,
    credentials: v2c('public'),
    timeout: 1_000_000,
    retries: 0,
    sockets: {
      lineTo(_address, _port, listening) {
        listener = listening;
        return line;
      },
    },
  });
  let arrived: Buffer = Buffer.alloc(0);
  let waiting = false;
  const ask = () => {
    waiting = true;
    const end = () => {
      waiting = false;
    };
    exchange.get(OIDS).then(check, end).then(end);
  };
  const check = (variables: Variables) => {
    const said = plainVariables(arrived);
    const got = OIDS.map((_, place) => [variables.oid(place), variables.value(place)] as const);
    if (!said || !sameVariables(said, got)) fault('wrong', arrived, `taken for ${JSON.stringify(got, printable)}`);
  };

  for (let number = 0; number < count; number++) {
    if (!waiting) ask();
    arrived = mutated(answerTo(requestId), random);
    try {
      listener!.hear(arrived);
    } catch (error) {
      fault('exceptions', arrived, String(error));
    }
    // What was taken goes through a few promises.
    for (let turn = 0; turn < 6; turn++) await undefined;
    outcome[waiting ? 'ignored' : 'taken']++;
  }
  return outcome;
}

const printable = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

const PLACEHOLDER = 0x01020304;
const TEMPLATE = encodeMessage(
  { version: 1, community: Buffer.from('public'), type: 'response', requestId: PLACEHOLDER, first: 0, second: 0 },
  OBJECTS.map((object) => encodeBinding(object)),
);
const ID_AT = TEMPLATE.indexOf(Buffer.of(1, 2, 3, 4));

function answerTo(requestId: number): Buffer {
  const answer = Buffer.from(TEMPLATE);
  answer.writeInt32BE(requestId, ID_AT);
  return answer;
}

/** The same with one to four octets changed, taken out, put in or repeated, or cut off. */
export function mutated(answer: Buffer, random: () => number): Buffer {
  let octets = answer;
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(octets.length);
    const kind = below(10);
    if (kind < 3) octets[at]! ^= 1 << below(8);
    else if (kind < 6) octets[at] = below(256);
    else if (kind === 6) octets[at] = [0, 0x7f, 0x80, 0x81, 0x84, 0xff][below(6)]!;
    else if (kind === 7) octets = Buffer.concat([octets.subarray(0, at), octets.subarray(at + 1 + below(4))]);
    else if (kind === 8) octets = Buffer.concat([octets.subarray(0, at), octets.subarray(below(at + 1))]);
    else octets = Buffer.from(octets.subarray(0, at));
    if (octets.length === 0) return octets;
  }
  return octets;
}

type Said = readonly (readonly [oid: string, value: SnmpValue | null])[];

/** The variables of a sound response as its octets say them, by a reader that shares nothing with the session's. */
function plainVariables(octets: Buffer): Said | undefined {
  try {
    const message = parts(parts(octets)[0]!.content);
    const pdu = parts(message[2]!.content);
    return parts(pdu[3]!.content).map(({ content }) => {
      const [name, value] = parts(content);
      return [oidText(name!.content), plainValue(value!.tag, value!.content)];
    });
  } catch {
    return undefined;
  }
}

/** The elements one after another; throws where they do not fit. */
function parts(octets: Buffer): { readonly tag: number; readonly content: Buffer }[] {
  const found: { tag: number; content: Buffer }[] = [];
  for (let at = 0; at < octets.length; ) {
    const tag = octets.readUInt8(at);
    let length = octets.readUInt8(at + 1);
    at += 2;
    if (length > 127) {
      const size = length - 128;
      length = octets.readUIntBE(at, size);
      at += size;
    }
    if (at + length > octets.length) throw new RangeError('too long');
    found.push({ tag, content: octets.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function oidText(content: Buffer): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = arc * 128n + BigInt(octet & 127);
    if (octet > 127) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - 40n * top, ...rest].join('.');
}

function plainValue(tag: number, content: Buffer): SnmpValue | null {
  const unsigned = () => BigInt(`0x${content.toString('hex')}`);
  switch (tag) {
    case ObjectType.Integer:
      return content.length === 5 ? Number(unsigned()) : Number(BigInt.asIntN(8 * content.length, unsigned()));
    case ObjectType.Counter32:
    case ObjectType.Gauge32:
    case ObjectType.TimeTicks:
      return Number(unsigned());
    case ObjectType.Counter64: {
      const value = content.length === 0 || content.length > 9 ? null : unsigned();
      return value !== null && value < 2n ** 64n ? value : null;
    }
    case ObjectType.OID:
      return oidText(content);
    case ObjectType.IpAddress:
      return content.join('.');
    case ObjectType.OctetString:
      return content;
    case ObjectType.Opaque:
      return plainOpaque(content);
    default:
      return null;
  }
}

/** A float or a double as net-snmp wraps them, else the octets. */
function plainOpaque(content: Buffer): number | Buffer {
  const head = content.toString('hex', 0, 3);
  const single = content.length === 7 && head === '9f7804';
  const double = content.length === 11 && head === '9f7908';
  const value = single ? content.readFloatBE(3) : double ? content.readDoubleBE(3) : Number.NaN;
  return Number.isFinite(value) ? value : content;
}

function sameVariables(a: Said, b: Said): boolean {
  return a.length === b.length && a.every(([oid, value], at) => oid === b[at]![0] && sameValue(value, b[at]![1]));
}

const sameValue = (a: SnmpValue | null, b: SnmpValue | null) =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : Object.is(a, b);
