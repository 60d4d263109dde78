import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6, SocketAddress } from 'node:net';

/** Sockets of an address family: each has a receive buffer of its own, so several lose less when many devices answer at once. */
const MOST_SOCKETS = 32;
/** Room for what arrives while the event loop is busy, octets; the system may grant less. */
const RECEIVE_BUFFER = 1 << 20;

/** Who is told of what arrives on a line. */
export interface Listener {
  /** A datagram of the line's peer. */
  hear(datagram: Buffer): void;
  /** One of somebody else, while answers are awaited: a device may answer from another of its addresses. */
  hearStranger(datagram: Buffer, source: RemoteInfo): void;
}

/** A peer's part of a shared socket. */
export interface Line {
  send(datagram: Buffer, sent: Sent): void;
  /** Answers are awaited: the process stays alive for them, and strangers are heard too. */
  ref(): void;
  unref(): void;
  close(): void;
}

export type Sent = (error: Error | null) => void;
type Family = 'udp4' | 'udp6';

/**
 * Sockets that many devices share, opened when they are needed and closed with their last line: thousands of sockets would
 * take memory and reach the limit of open files.
 */
export interface Sockets {
  /** A line to this IPv4 or IPv6 address. */
  lineTo(address: string, port: number, listener: Listener): Line;
}

/** Creates sockets, up to so many of an address family, each with about as many lines as the others. */
export function createSockets(mostSockets = MOST_SOCKETS): Sockets {
  const families: Record<Family, SharedSocket[]> = { udp4: [], udp6: [] };
  const socketOf = (family: Family) => {
    const sockets = families[family];
    if (sockets.length === mostSockets) return sockets.toSorted((a, b) => a.users - b.users)[0]!;
    const socket: SharedSocket = new SharedSocket(family, () => sockets.splice(sockets.indexOf(socket), 1));
    sockets.push(socket);
    return socket;
  };
  return {
    lineTo: (address, port, listener) =>
      new SharedLine(socketOf(isIPv6(address) ? 'udp6' : 'udp4'), address, port, listener),
  };
}

/** An address as it is met as the source of a datagram: an IPv6 address in its shortest form, without the link it is met on. */
export function canonical(address: string): string {
  if (!isIPv6(address)) return address;
  return new SocketAddress({ address: withoutZone(address), family: 'ipv6' }).address;
}

const withoutZone = (address: string) => address.replace(/%.*$/, '');

/** Peers are addresses already: to look each datagram's up would take a turn of the event loop. */
const sameAddress: NonNullable<SocketOptions['lookup']> = (address, family, callback) =>
  callback(null, address, Number(family));

const placeOf = (address: string, port: number) => `${address} ${port}`;

class SharedSocket {
  users = 0;
  /** Lines that await an answer. */
  private awaiting = 0;
  private readonly family: Family;
  private readonly unused: () => void;
  /** Mostly one line at a place. */
  private readonly lines = new Map<string, SharedLine | Set<SharedLine>>();
  private opening: Promise<Socket> | undefined;
  private opened: Socket | undefined;

  constructor(family: Family, unused: () => void) {
    this.family = family;
    this.unused = unused;
  }

  join(line: SharedLine, place: string): void {
    this.users++;
    const there = this.lines.get(place);
    if (there instanceof Set) there.add(line);
    else this.lines.set(place, there ? new Set([there, line]) : line);
  }

  leave(line: SharedLine, place: string): void {
    const there = this.lines.get(place);
    if (there instanceof Set) there.delete(line);
    if (there === line || (there instanceof Set && there.size === 0)) this.lines.delete(place);
    if (--this.users > 0) return;
    this.unused();
    this.opening?.then(
      (socket) => socket.close(),
      () => {},
    );
  }

  send(datagram: Buffer, port: number, address: string, sent: Sent): void {
    if (this.opened) this.opened.send(datagram, port, address, sent);
    else this.open().then((socket) => socket.send(datagram, port, address, sent), sent);
  }

  /** Counts a line that awaits an answer (1), or does not any more (−1): as long as one does the process stays alive. */
  awaits(more: 1 | -1): void {
    this.awaiting += more;
    if (this.awaiting === (more > 0 ? 1 : 0)) this.hold();
  }

  /** Where the system gives no socket, the next to send tries again. */
  private open(): Promise<Socket> {
    this.opening ??= this.bind().catch((error) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async bind(): Promise<Socket> {
    const socket = createSocket({ type: this.family, recvBufferSize: RECEIVE_BUFFER, lookup: sameAddress });
    try {
      const listening = once(socket, 'listening');
      socket.bind(0);
      await listening;
    } catch (error) {
      socket.close();
      throw error;
    }
    // What arrives is told by `message`; requests without an answer time out.
    socket.on('error', () => {});
    socket.on('message', (datagram, source) => this.receive(datagram, source));
    this.opened = socket;
    this.hold();
    return socket;
  }

  private hold(): void {
    if (this.awaiting > 0) this.opened?.ref();
    else this.opened?.unref();
  }

  private receive(datagram: Buffer, source: RemoteInfo): void {
    const address = this.family === 'udp6' ? withoutZone(source.address) : source.address;
    const there = this.lines.get(placeOf(address, source.port));
    if (there instanceof Set) for (const line of there) line.listener.hear(datagram);
    else if (there) there.listener.hear(datagram);
    else if (this.awaiting > 0) this.tellStranger(datagram, source);
  }

  /** Lines are marked instead of kept in a set of their own: a set that changes with every request leaves its tables behind. */
  private tellStranger(datagram: Buffer, source: RemoteInfo): void {
    for (const there of this.lines.values()) {
      for (const line of there instanceof Set ? there : [there]) {
        if (line.isAwaiting) line.listener.hearStranger(datagram, source);
      }
    }
  }
}

class SharedLine implements Line {
  /** Only while it is true strangers are told. */
  isAwaiting = false;
  readonly listener: Listener;
  private readonly socket: SharedSocket;
  private readonly address: string;
  private readonly port: number;
  private isOpen = true;

  constructor(socket: SharedSocket, address: string, port: number, listener: Listener) {
    this.socket = socket;
    this.address = address;
    this.port = port;
    this.listener = listener;
    socket.join(this, this.place());
  }

  send(datagram: Buffer, sent: Sent): void {
    this.socket.send(datagram, this.port, this.address, sent);
  }

  ref(): void {
    if (!this.isAwaiting) this.socket.awaits(1);
    this.isAwaiting = true;
  }

  unref(): void {
    if (this.isAwaiting) this.socket.awaits(-1);
    this.isAwaiting = false;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.unref();
    this.socket.leave(this, this.place());
  }

  private place(): string {
    return placeOf(canonical(this.address), this.port);
  }
}
