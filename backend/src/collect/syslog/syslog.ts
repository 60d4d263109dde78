import type { FilePosition, LogReader } from '../../model/contracts/log-reader.ts';
import type { SyslogMessage } from '../../model/syslog.ts';
import type { Zone } from '../../model/zone.ts';
import type { Listening } from './listen.ts';
import { messageReader } from './message.ts';
import { peerBook } from './peers.ts';
import { type LineOwner, lineQueue } from './queue.ts';
import type { Rate } from './rate.ts';
import { listenTcp, type TlsFiles } from './tcp.ts';
import { listenUdp, type UdpListening } from './udp.ts';

export const SYSLOG_PROTOCOLS = ['udp', 'tcp', 'tls'] as const;

/** What is taken of one peer. */
const RATE: Rate = { perSecond: 16 * 1024 * 1024, burst: 64 * 1024 * 1024 };
/** Lines that come within this time are taken in together, milliseconds. */
const TOGETHER = 200;
/** How often, without lines, time passes for what was counted, milliseconds. */
const IDLE = 1000;

export interface SyslogOptions {
  /** Port 0 takes a free one. */
  readonly listen: { readonly address: string; readonly port: number };
  readonly protocols: readonly (typeof SYSLOG_PROTOCOLS)[number][];
  readonly tls?: TlsFiles | undefined;
  /** Addresses and networks that may send. */
  readonly from: readonly string[];
  /** Of dates without one. */
  readonly zone: Zone;
  /** The line that a file of the log would hold of a message. */
  readonly lineOf: (message: SyslogMessage) => string;
  /** Epoch milliseconds UTC. */
  readonly now: () => number;
  readonly rate?: Rate;
}

/** There is no file: nothing is read again, so where the reading stands need not be kept. */
const NAME = 'syslog';

/**
 * Receives a log over syslog. Lines that were not taken in wait, also for the next `read` when one has failed; a connection
 * is not read on meanwhile, datagrams are refused when too many wait. On the signal what waits is still taken in. `read`
 * rejects with PORT_IN_USE, ADDRESS_UNUSABLE or FILE_UNREADABLE when it cannot listen.
 */
export function syslogReader(options: SyslogOptions): LogReader & { readonly ports: () => readonly number[] } {
  const { zone, lineOf, now, rate = RATE } = options;
  const queue = lineQueue();
  const peers = peerBook({ from: options.from, rate, now });
  const messageOf = messageReader(zone);
  let listening: readonly (Listening | UdpListening)[] = [];
  let offset = 0;

  const message = (octets: Buffer, address: string, owner?: LineOwner) => {
    const time = peers.message(address, octets.length);
    queue.push(lineOf(messageOf(octets, { time, address })), owner);
  };

  const open = async () => {
    const opened: Listening[] = [];
    const { address } = options.listen;
    try {
      for (const protocol of options.protocols) {
        // All protocols have one port, also where any free one is taken.
        const port = opened[0]?.port ?? options.listen.port;
        const shared = { address, port, peers, queue, message };
        const tls = protocol === 'tls' ? options.tls : undefined;
        opened.push(await (protocol === 'udp' ? listenUdp(shared) : listenTcp({ ...shared, tls })));
      }
    } catch (error) {
      for (const one of opened) await one.close();
      throw error;
    }
    return opened;
  };

  return {
    async read(take, idle, signal) {
      const takeAll = async () => {
        for (let front = queue.front(); front; front = queue.front()) {
          const { bytes, settle } = front;
          const position: FilePosition = { fingerprint: NAME, path: NAME, offset: offset + bytes.length };
          await take({ bytes, position, head: bytes, modified: now(), end: false });
          offset += bytes.length;
          settle();
        }
      };
      listening = await open();
      try {
        let idleAt = performance.now();
        while (!signal.aborted) {
          await queue.gather(TOGETHER, signal);
          await takeAll();
          if (signal.aborted || performance.now() < idleAt) continue;
          await idle();
          idleAt = performance.now() + IDLE;
        }
      } finally {
        const closing = listening;
        listening = [];
        for (const one of closing) await one.close();
      }
      await takeAll();
    },
    intake() {
      const dropped = listening.flatMap((one) => ('dropped' in one ? [one.dropped() ?? 0] : []));
      const lost = dropped.reduce((sum, count) => sum + count, 0);
      return {
        files: [],
        unread: queue.octets,
        receiver: {
          listening: listening.map(({ name }) => name),
          peers: peers.peers(),
          refused: { ...peers.refused(), ...(lost > 0 ? { 'dropped by the system': lost } : {}) },
        },
      };
    },
    ports: () => listening.map(({ port }) => port),
  };
}
