import { deserialize, serialize } from 'node:v8';
import { mayShare, owns, type Shard } from '../shards.ts';
import { damaged, pieces, readParts, writePart } from '../snapshot-parts.ts';
import { type GroupsState, newGroups } from './groups.ts';
import type { Memory } from './layout.ts';

/** Series in one part: some seven megabytes. */
const SERIES_A_PART = 5000;

/** What is known of the forecasts of one series. */
export interface SeriesQuality {
  readonly step: number;
  /** The newest step of which there was a value; −∞ before the first. */
  newest: number;
  /** When its day ends, epoch milliseconds UTC. */
  closes: number;
  readonly memory: Memory;
}

/** The parts of a snapshot that hold what is known of the series, by their keys, of a shard. */
export function* writeQuality(known: ReadonlyMap<string, SeriesQuality>, shard: Shard): Generator<Uint8Array> {
  for (const some of pieces(known, SERIES_A_PART)) {
    const text = serialize(some);
    yield writePart('quality', text.length, (content) => content.set(text), shard);
  }
}

/** What a snapshot knows of the series of a shard. Throws FORECAST_SNAPSHOT_UNREADABLE where it is damaged or of another version. */
export function readQuality(bytes: Uint8Array, shard: Shard): Map<string, SeriesQuality> {
  const known = new Map<string, SeriesQuality>();
  for (const part of readParts(bytes)) {
    if (part.kind !== 'quality' || !mayShare(shard, part.shard)) continue;
    const found: Map<string, SeriesQuality> = contentOf(part.content);
    for (const [key, one] of found) if (owns(shard, key)) known.set(key, one);
  }
  return known;
}

/** The part of a snapshot that holds what is known of the groups. */
export function writeGroups(groups: GroupsState): Uint8Array {
  const text = serialize(groups);
  return writePart('groups', text.length, (content) => content.set(text));
}

/** What a snapshot knows of the groups; throws as readQuality does. */
export function readGroups(bytes: Uint8Array): GroupsState {
  const part = readParts(bytes).find(({ kind }) => kind === 'groups');
  return part ? contentOf(part.content) : newGroups();
}

function contentOf<T>(content: Uint8Array): T {
  try {
    return deserialize(content);
  } catch (error) {
    throw damaged(error);
  }
}
