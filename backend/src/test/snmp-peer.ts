import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createSession, type SnmpSession } from '../collect/snmp/protocol/session.ts';
import { v2c } from '../model/credentials.ts';
import { decodeMessage, encodeBinding, encodeMessage, type Message } from '../simulate/agent/message.ts';
import { createMibView, type MibObject } from '../simulate/agent/mib-view.ts';
import { parseOid } from '../simulate/agent/oid.ts';
import { respond } from '../simulate/agent/respond.ts';
import type { SnmpValue } from '../simulate/agent/value.ts';

const sockets: Socket[] = [];
const sessions: SnmpSession[] = [];

/** Closes the sockets and sessions of a test. */
export function closePeers(): void {
  for (const session of sessions.splice(0)) session.close();
  for (const socket of sockets.splice(0)) socket.close();
}

export const oid = (text: string) => parseOid(text)!;
export const object = (text: string, value: SnmpValue): MibObject => ({ oid: oid(text), value });
export const octets = (text: string): SnmpValue => ({ type: 'octets', value: Buffer.from(text) });

export const SYS_NAME = '1.3.6.1.2.1.1.5.0';
export const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
export const IN_OCTETS = '1.3.6.1.2.1.31.1.1.1.6';
export const OUT_OCTETS = '1.3.6.1.2.1.31.1.1.1.10';
export const OPER_STATUS = '1.3.6.1.2.1.2.2.1.8';
export const ROWS = 30;

const rows = (column: string, value: (row: number) => SnmpValue) =>
  Array.from({ length: ROWS }, (_, place) => object(`${column}.${place + 1}`, value(place + 1)));

/** A device with thirty interfaces. */
export const OBJECTS: readonly MibObject[] = [
  object('1.3.6.1.2.1.1.1.0', octets('A switch')),
  object('1.3.6.1.2.1.1.2.0', { type: 'oid', value: oid('1.3.6.1.4.1.99999.1') }),
  object('1.3.6.1.2.1.1.3.0', { type: 'ticks', value: 123_456 }),
  object(SYS_NAME, octets('switch')),
  ...rows(IF_NAME, (row) => octets(`port${row}`)),
  ...rows(IN_OCTETS, (row) => ({ type: 'counter64', value: 2n ** 60n + BigInt(row) })),
  ...rows(OUT_OCTETS, (row) => ({ type: 'counter64', value: BigInt(row) })),
  ...rows(OPER_STATUS, () => ({ type: 'integer', value: 1 })),
];
export const DEVICE = createMibView(OBJECTS);

/** Sends an answer, by the peer's socket or another. */
export type Send = (answer: Uint8Array | undefined, by?: Socket) => void;

/** A socket on loopback, closed by `closePeers`. */
export async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'listening');
  return socket;
}

/** A peer on loopback that does with each request what the test wants; answers its port. */
export async function peer(behave: (request: Message, send: Send, octets: Buffer) => void): Promise<number> {
  const socket = await openSocket();
  socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
    const send: Send = (answer, by = socket) => answer && by.send(answer, from.port, from.address, () => {});
    behave(decodeMessage(datagram), send, datagram);
  });
  return socket.address().port;
}

/** A session with such a peer that waits briefly and asks once; closed by `closePeers`. */
export function sessionTo(port: number, options: { timeout?: number; retries?: number } = {}): SnmpSession {
  const session = createSession({
    address: '127.0.0.1',
    port,
    credentials: v2c('public'),
    timeout: 300,
    retries: 0,
    ...options,
  });
  sessions.push(session);
  return session;
}

/** The right answer. */
export const honest = (request: Message) => respond(request, DEVICE);

/** The answer with an error status; the index names the first variable. */
export const failing = (request: Message, status: number) =>
  encodeMessage(
    { ...request, type: 'response', first: status, second: 1 },
    request.bindings.map((binding) => encodeBinding(binding)),
  );

/** An answer with these variables, whatever was asked. */
export const saying = (request: Message, objects: readonly (readonly [string, SnmpValue])[]) =>
  encodeMessage(
    { ...request, type: 'response', first: 0, second: 0 },
    objects.map(([name, value]) => encodeBinding({ oid: oid(name), value })),
  );
