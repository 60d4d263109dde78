/** What is taken of one peer: octets a second in the long run, and at once after it was quiet. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Peers that are remembered; of more, the one remembered longest is forgotten. */
const MOST_PEERS = 1000;

/**
 * Counts what comes of each peer by itself. Answers for how many milliseconds it has come too early: 0 while it keeps to its
 * rate. `now` is in milliseconds.
 */
export function rateLimit({ perSecond, burst }: Rate): (peer: string, octets: number, now: number) => number {
  const balances = new Map<string, { left: number; at: number }>();
  return (peer, octets, now) => {
    const { left, at } = balances.get(peer) ?? { left: burst, at: now };
    const balance = Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond) - octets;
    // No further into debt than what a burst is, so that nobody is shut out for long.
    balances.set(peer, { left: Math.max(-burst, balance), at: now });
    if (balances.size > MOST_PEERS) balances.delete(balances.keys().next().value!);
    return balance >= 0 ? 0 : (-balance / perSecond) * 1000;
  };
}
