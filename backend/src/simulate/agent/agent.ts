import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { PresageError, reason } from '../../errors.ts';
import { decodeMessage, type Message } from './message.ts';
import type { MibView } from './mib-view.ts';
import { respond } from './respond.ts';

/** Room for the requests that arrive while the event loop is busy. */
const RECEIVE_BUFFER = 1 << 20;

export interface AgentOptions {
  readonly tree: MibView;
  readonly community: string;
  /** True while requests are to be lost; never by default. */
  readonly silent?: () => boolean;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Agent {
  /** Port 0 takes a free one. Answers where it listens; rejects with PORT_IN_USE or ADDRESS_UNUSABLE. */
  listen(address: Address): Promise<Address>;
  close(): Promise<void>;
}

/** A small SNMP v1 and v2c agent over UDP. A wrong community and what is not a request get no answer. */
export function createAgent({ tree, community, silent = () => false }: AgentOptions): Agent {
  const expected = Buffer.from(community);
  let socket: Socket | undefined;
  return {
    async listen({ host, port }) {
      const opened = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
      opened.on('message', (octets, from) => {
        if (silent()) return;
        const request = requestIn(octets);
        if (!request || !expected.equals(request.community)) return;
        const answer = respond(request, tree);
        if (answer) opened.send(answer, from.port, from.address, () => {});
      });
      try {
        opened.bind(port, host);
        await once(opened, 'listening');
      } catch (error) {
        opened.close();
        throw unusable(error, host, port);
      }
      opened.on('error', () => {});
      socket = opened;
      return { host, port: opened.address().port };
    },
    async close() {
      const closing = socket;
      socket = undefined;
      if (closing) await new Promise<void>((done) => closing.close(() => done()));
    },
  };
}

function requestIn(octets: Uint8Array): Message | undefined {
  try {
    return decodeMessage(octets);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function unusable(error: unknown, host: string, port: number): PresageError {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const message = inUse
    ? `UDP port ${port} of ${host} is in use: choose another port`
    : `UDP port ${port} of ${host} cannot be listened on (${reason(error)}): choose another address or port`;
  return new PresageError(inUse ? 'PORT_IN_USE' : 'ADDRESS_UNUSABLE', message, { cause: error });
}
