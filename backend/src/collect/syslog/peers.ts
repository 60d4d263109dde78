import type { LogPeer } from '../../model/contracts/log-reader.ts';
import { allowList } from './allowed.ts';
import { type Rate, rateLimit } from './rate.ts';

/** Why something that came is no line. */
export type Refusal =
  | 'address not allowed'
  | 'too many connections'
  | 'TLS failed'
  | 'unknown framing'
  | 'message too long'
  | 'message cut short'
  | 'too much of one peer'
  | 'too much at once';

/** Connections that are open at once, of one peer and of all. */
const MOST_OF_ONE = 16;
const MOST_OF_ALL = 256;
/** Peers that are told of; of more, the one that came first is forgotten. */
const MOST_PEERS = 1000;

interface Counted {
  messages: number;
  octets: number;
  last: number | undefined;
  connections: number;
}

/** Who sends, who may, and how much. */
export function peerBook({ from, rate, now }: { from: readonly string[]; rate: Rate; now: () => number }) {
  const isAllowed = allowList(from);
  // A rate goes by real time, whatever the clock of the program.
  const early = rateLimit(rate);
  const refused = new Map<Refusal, number>();
  const peers = new Map<string, Counted>();
  let connections = 0;

  const peerOf = (address: string): Counted => {
    let peer = peers.get(address);
    if (!peer) {
      peer = { messages: 0, octets: 0, last: undefined, connections: 0 };
      peers.set(address, peer);
      const idle = peers.size > MOST_PEERS && [...peers].find(([, known]) => known.connections === 0);
      if (idle) peers.delete(idle[0]);
    }
    return peer;
  };
  const refuse = (why: Refusal) => {
    refused.set(why, (refused.get(why) ?? 0) + 1);
  };

  return {
    refuse,
    isAllowed,
    /** Counts octets of a peer; answers for how many milliseconds they came too early. */
    came: (address: string, octets: number): number => early(address, octets, performance.now()),
    /** Counts a message of a peer; answers the time of its arrival. */
    message(address: string, octets: number): number {
      const peer = peerOf(address);
      peer.messages++;
      peer.octets += octets;
      peer.last = now();
      return peer.last;
    },
    /** Takes in a connection; answers what is to be called when it is closed, or undefined where it must not be. */
    connected(address: string): (() => void) | undefined {
      if (!isAllowed(address)) {
        refuse('address not allowed');
        return undefined;
      }
      const peer = peerOf(address);
      if (peer.connections >= MOST_OF_ONE || connections >= MOST_OF_ALL) {
        refuse('too many connections');
        return undefined;
      }
      peer.connections++;
      connections++;
      return () => {
        peer.connections--;
        connections--;
      };
    },
    peers: (): LogPeer[] => [...peers].map(([address, peer]) => ({ address, ...peer })),
    refused: (): Record<string, number> => Object.fromEntries(refused),
  };
}

export type PeerBook = ReturnType<typeof peerBook>;
