import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { plainAddress, RECEIVE_BUFFER } from '../traps/receiver.ts';
import { droppedDatagrams } from './drops.ts';
import { type Listening, listenError, listeningName } from './listen.ts';
import type { PeerBook } from './peers.ts';
import type { LineQueue } from './queue.ts';

/** Size of the lines that may wait before datagrams are refused: a datagram cannot be asked to wait elsewhere. */
const MOST_WAITING = 16 * 1024 * 1024;

/** A UDP port with what the kernel dropped at it. */
export interface UdpListening extends Listening {
  /** Undefined where the system does not tell. */
  dropped(): number | undefined;
}

/** Receives one message in each datagram. Rejects with PORT_IN_USE or ADDRESS_UNUSABLE when it cannot listen. */
export async function listenUdp(options: {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly peers: PeerBook;
  readonly queue: LineQueue;
  readonly message: (octets: Buffer, address: string) => void;
}): Promise<UdpListening> {
  const { address, peers, queue, message } = options;
  const type = isIPv6(address) ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER });
  socket.on('message', (datagram, from) => {
    const source = plainAddress(from.address);
    if (!peers.isAllowed(source)) peers.refuse('address not allowed');
    else if (queue.octets > MOST_WAITING) peers.refuse('too much at once');
    else if (peers.came(source, datagram.length) > 0) peers.refuse('too much of one peer');
    else message(datagram, source);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(listenError(error, 'udp', address, options.port)));
    socket.bind(options.port, address, () => {
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      resolve();
    });
  });
  const { port } = socket.address();
  return {
    name: listeningName('udp', address, port),
    port,
    dropped: () => droppedDatagrams(address, port),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
