import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { PresageError, reason } from '../../errors.ts';
import type { TrapHandlers, TrapReceiver } from '../../model/contracts/traps.ts';
import type { Trap } from '../../model/trap.ts';
import { createBacklog } from './backlog.ts';
import type { Decode } from './decoder.ts';
import type { Outcome } from './outcome.ts';
import { limitSources, type SourceLimits } from './sources.ts';

/** What the kernel is asked to keep of datagrams that nobody has read yet, octets. */
export const RECEIVE_BUFFER = 8 * 1024 * 1024;
/** Datagrams that wait for their turn. */
const MOST_WAITING = 50_000;
/** Replies a second to an address that is not allowed: whoever sends under the address of another must not have it flooded. */
const REPORTS = { rate: 10, burst: 50 };

export interface ReceiverOptions extends TrapHandlers {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly decode: Decode;
  readonly limits: SourceLimits;
  /** Epoch milliseconds UTC. */
  readonly now: () => number;
}

interface Arrived {
  readonly datagram: Buffer;
  readonly from: RemoteInfo;
  readonly time: number;
}

/**
 * Receives traps and informs over UDP, and acknowledges informs once they were taken. Nothing that arrives can throw.
 * Rejects with PORT_IN_USE or ADDRESS_UNUSABLE when it cannot listen.
 */
export async function openTrapReceiver(options: ReceiverOptions): Promise<TrapReceiver> {
  const { decode, now, take, refused } = options;
  const type = isIPv6(options.address) ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER });
  const mayCome = limitSources(options.limits);
  const mayReport = limitSources(REPORTS);
  let closed = false;
  const send = (reply: Buffer | undefined, { port, address }: RemoteInfo) => {
    // Nothing can be sent to port 0, from which a forged datagram may come.
    if (reply && port > 0 && !closed) socket.send(reply, port, address, () => {});
  };

  const decoded = (datagram: Buffer, time: number): Outcome => {
    try {
      return decode(datagram, time);
    } catch {
      return { refused: 'internal error' };
    }
  };

  const read = (arrived: readonly Arrived[]) => {
    if (closed) return;
    const traps: Trap[] = [];
    const replies: [reply: Buffer | undefined, from: RemoteInfo][] = [];
    for (const { datagram, from, time } of arrived) {
      const outcome = decoded(datagram, time);
      const source = plainAddress(from.address);
      if ('refused' in outcome) {
        refused(outcome.refused, source, time);
        if (outcome.reply && mayReport(source, time)) send(outcome.reply, from);
        continue;
      }
      const { acknowledgement: _, ...said } = outcome.taken;
      traps.push({ ...said, time, source });
      replies.push([outcome.reply, from]);
    }
    if (traps.length > 0) take(traps);
    for (const [reply, from] of replies) send(reply, from);
  };
  const backlog = createBacklog(MOST_WAITING, read);

  socket.on('message', (datagram, from) => {
    const time = now();
    const source = plainAddress(from.address);
    if (!mayCome(source, time)) refused('too many from this source', source, time);
    else if (!backlog.push({ datagram, from, time })) refused('too many at once', source, time);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, options)));
    socket.bind(options.port, options.address, () => {
      socket.removeAllListeners('error');
      // Such as that a reply could not be delivered.
      socket.on('error', () => {});
      resolve();
    });
  });
  const { address, port } = socket.address();
  return {
    address,
    port,
    receiveBuffer: socket.getRecvBufferSize(),
    close() {
      closed = true;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

/** An address without the zone of IPv6, and an IPv4 address that came over an IPv6 socket as IPv4. */
export const plainAddress = (address: string) => address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');

function listenError(error: NodeJS.ErrnoException, { address, port }: ReceiverOptions): PresageError {
  const where = `UDP port ${port} on ${address}`;
  if (error.code === 'EADDRINUSE') {
    const message = `${where} is in use: stop the other receiver of traps or set traps.listen.port to a free port`;
    return new PresageError('PORT_IN_USE', message, { cause: error });
  }
  const remedy =
    error.code === 'EACCES'
      ? 'this user may not open ports below 1024; set traps.listen.port to 1162 and redirect port 162 to it'
      : 'set traps.listen.address to an address of this machine';
  return new PresageError('ADDRESS_UNUSABLE', `cannot listen on ${where} (${reason(error)}): ${remedy}`, {
    cause: error,
  });
}
