/** Which of `count` shards one is: those series whose keys fall to `index`, from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The only shard there is. */
export const WHOLE: Shard = { index: 0, count: 1 };

/** The shard, of so many, that a series belongs to by its key: the same in every run (FNV-1a over UTF-16 units). */
export function shardOf(key: string, count: number): number {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) mixed = Math.imul(mixed ^ key.charCodeAt(at), 0x01000193);
  // The low bits of FNV-1a follow those of the last characters.
  mixed ^= mixed >>> 15;
  return ((mixed ^ (mixed >>> 7)) >>> 0) % count;
}

/** What of series by their keys is of a shard. */
export const owns = ({ index, count }: Shard, key: string): boolean => count === 1 || shardOf(key, count) === index;

/** Whether a shard may have series of another, where that was written by another number of shards. */
export const mayShare = (own: Shard, other: Shard): boolean => own.count !== other.count || own.index === other.index;
