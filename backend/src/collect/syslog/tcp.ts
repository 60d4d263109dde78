import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { PresageError, reason } from '../../errors.ts';
import { plainAddress } from '../traps/receiver.ts';
import { frameReader } from './framing.ts';
import { type Listening, listenError, listeningName } from './listen.ts';
import type { PeerBook } from './peers.ts';
import type { LineOwner, LineQueue } from './queue.ts';

/** What is read of a connection and not taken in yet, octets: with as much it is not read on. */
export const WINDOW = 262_144;
/** A connection that cannot agree on TLS within this time is closed, milliseconds. */
const HANDSHAKE = 10_000;
/** Whether a quiet peer is still there is asked after this time, milliseconds. */
const KEEP_ALIVE = 60_000;

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Authorities whose clients may connect; without it any may. */
  readonly client_ca?: string | undefined;
}

/**
 * Receives messages over TCP, or TLS where its files are given. A connection is read only as fast as its lines are taken in.
 * Rejects with PORT_IN_USE or ADDRESS_UNUSABLE when it cannot listen, FILE_UNREADABLE for files of TLS that cannot be used.
 */
export async function listenTcp(options: {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly peers: PeerBook;
  readonly queue: LineQueue;
  readonly message: (octets: Buffer, address: string, owner: LineOwner) => void;
}): Promise<Listening> {
  const { address, peers } = options;
  const protocol = options.tls ? 'tls' : 'tcp';
  const open = new Set<Socket>();
  const secure = options.tls && secureServer(options.tls);
  secure?.on('secureConnection', (stream) => follow(stream, plainAddress(stream.remoteAddress ?? ''), options));
  secure?.on('tlsClientError', (_error, stream) => {
    peers.refuse('TLS failed');
    stream.destroy();
  });
  const server = createServer((socket) => {
    const peer = plainAddress(socket.remoteAddress ?? '');
    const disconnected = peers.connected(peer);
    if (!disconnected) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.setKeepAlive(true, KEEP_ALIVE);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      disconnected();
    });
    if (secure) secure.emit('connection', socket);
    else follow(socket, peer, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, protocol, address, options.port)));
    server.listen(options.port, address, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      resolve();
    });
  });
  const { port } = server.address() as { port: number };
  return {
    name: listeningName(protocol, address, port),
    port,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Reads the messages of a connection. */
function follow(stream: Socket, peer: string, { peers, queue, message }: Parameters<typeof listenTcp>[0]): void {
  let waiting = 0;
  let isEarly = false;
  const pace = () => {
    if (waiting >= WINDOW || isEarly) stream.pause();
    else stream.resume();
    if (waiting >= WINDOW) queue.hurry();
  };
  const owner: LineOwner = {
    settled(octets) {
      waiting -= octets;
      pace();
    },
  };
  const frames = frameReader({
    message(octets) {
      const before = queue.octets;
      message(octets, peer, owner);
      waiting += queue.octets - before;
    },
    tooLong: () => peers.refuse('message too long'),
  });
  stream.on('data', (chunk: Buffer) => {
    if (!frames.push(chunk)) {
      peers.refuse('unknown framing');
      stream.destroy();
      return;
    }
    const early = peers.came(peer, chunk.length);
    if (early > 0) {
      isEarly = true;
      setTimeout(() => {
        isEarly = false;
        pace();
      }, early).unref();
    }
    pace();
  });
  stream.on('end', () => {
    if (!frames.end()) peers.refuse('message cut short');
  });
  stream.on('error', () => {});
}

function secureServer({ certificate, key, client_ca }: TlsFiles) {
  const options: TlsOptions = {
    cert: contentOf(certificate),
    key: contentOf(key),
    minVersion: 'TLSv1.2',
    handshakeTimeout: HANDSHAKE,
    ...(client_ca === undefined ? {} : { ca: contentOf(client_ca), requestCert: true, rejectUnauthorized: true }),
  };
  try {
    return createTlsServer(options);
  } catch (error) {
    const message = `${certificate}, ${key}: cannot be used for TLS (${reason(error)}); give a certificate and its key as PEM`;
    throw new PresageError('FILE_UNREADABLE', message, { cause: error });
  }
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const message = `${path}: ${reason(error)}; give the path of a PEM file that this user may read`;
    throw new PresageError('FILE_UNREADABLE', message, { cause: error });
  }
}
