import type { FoundDevice } from './probe.ts';

export interface ScanOptions {
  /** How many addresses there are. */
  readonly count: number;
  /** The place to begin at: all before it have been asked. */
  readonly from: number;
  /** Addresses that are waited for at a time. */
  readonly atOnce: number;
  /** Asks the address at a place. Rejects when it was not asked to the end because of the signal. */
  readonly ask: (place: number) => Promise<FoundDevice | undefined>;
  /** Told after each address: of the device, if there is one, and the place before which all have been asked. */
  readonly asked: (found: FoundDevice | undefined, before: number) => void;
  readonly signal: AbortSignal;
}

/** Asks all addresses, or until the signal. */
export async function scan({ count, from, atOnce, ask, asked, signal }: ScanOptions): Promise<void> {
  let next = from;
  const underWay = new Set<number>();
  const follow = async () => {
    while (next < count && !signal.aborted) {
      const place = next++;
      underWay.add(place);
      try {
        const found = await ask(place);
        underWay.delete(place);
        // A set keeps the order in which it was filled: its first is its lowest.
        const [lowest = next] = underWay;
        asked(found, lowest);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, follow));
}
