import { deserialize, serialize } from 'node:v8';
import type { SeriesState } from './method.ts';
import { mayShare, owns, type Shard, WHOLE } from './shards.ts';
import { damaged, type Part, pieces, readParts, unreadable, writePart } from './snapshot-parts.ts';

/** Bytes of a number of a memory, and of the length of the text before the memories. */
const NUMBER = 4;
/** Series in one part: some thirty megabytes, which is all the memory that writing a snapshot takes. */
const SERIES_A_PART = 500;

/** What states of series go with: those of another setting cannot be gone on from. */
export interface Setting {
  readonly horizon: number;
  /** Tells what was learnt beforehand: what a series has learnt goes with that. */
  readonly priors: number;
  /** IANA name of the zone by whose clocks steps are counted. */
  readonly zone: string;
}

interface Text extends Setting {
  readonly known: Map<string, SeriesState>;
  /** True of the last part of a shard. */
  readonly last: boolean;
  /** Numbers in the memory of each series that has one, in the order of `known`. */
  readonly sizes: readonly number[];
}

/** The parts of a snapshot of these series, of a shard. */
export function* writeSnapshot(
  setting: Setting,
  known: ReadonlyMap<string, SeriesState>,
  shard: Shard = WHOLE,
): Generator<Uint8Array<ArrayBuffer>> {
  let written = 0;
  for (const some of pieces(known, SERIES_A_PART)) {
    written += some.size;
    yield partOf({ ...setting, last: written === known.size }, some, shard);
  }
}

/** The length of the text, the text, and the memories of the series one after another. */
function partOf(
  head: Setting & Pick<Text, 'last'>,
  known: ReadonlyMap<string, SeriesState>,
  shard: Shard,
): Uint8Array<ArrayBuffer> {
  const memories = [...known.values()].map(memoryOf);
  const bare = [...known].map(
    ([key, state]) => [key, memoryOf(state) ? { ...state, memory: undefined } : state] as const,
  );
  const sizes = memories.map((memory) => memory?.length ?? 0);
  const text = serialize({ ...head, known: new Map(bare as [string, SeriesState][]), sizes } satisfies Text);
  const begin = aligned(NUMBER + text.length);
  const length = begin + sizes.reduce((sum, size) => sum + size, 0) * NUMBER;
  const fill = (content: Uint8Array<ArrayBuffer>) => {
    new DataView(content.buffer, content.byteOffset).setUint32(0, text.length, true);
    content.set(text, NUMBER);
    let at = begin;
    for (const memory of memories) {
      if (!memory) continue;
      content.set(new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength), at);
      at += memory.byteLength;
    }
  };
  return writePart('forecaster', length, fill, shard);
}

const memoryOf = (state: SeriesState) => (state.method === 'long step' ? state.memory : undefined);

/**
 * The series of a snapshot that are of a shard. Its bytes are taken over: they hold the memories and must not be used any
 * more, except by other shards. Throws FORECAST_SNAPSHOT_UNREADABLE where they are damaged, of another version or setting.
 */
export function readSnapshot(bytes: Uint8Array, setting: Setting, shard: Shard = WHOLE): Map<string, SeriesState> {
  const known = new Map<string, SeriesState>();
  const parts = readParts(bytes).filter(({ kind }) => kind === 'forecaster');
  if (parts.length === 0) throw damaged();
  const complete = new Set<number>();
  for (const part of parts) {
    if (mayShare(shard, part.shard) && readPart(part, setting, shard, known)) complete.add(part.shard.index);
  }
  const { count } = parts[0]!.shard;
  for (let index = 0; index < count; index++)
    if (mayShare(shard, { index, count }) && !complete.has(index)) throw damaged();
  return known;
}

/** Adds the series of a part; true when it is the last one of its shard. */
function readPart({ content }: Part, setting: Setting, shard: Shard, known: Map<string, SeriesState>): boolean {
  const end = NUMBER + new DataView(content.buffer, content.byteOffset).getUint32(0, true);
  const text = textOf(content.subarray(NUMBER, end));
  checkSetting(text, setting);
  // The memories stay where they are: to copy those of thousands of series takes seconds.
  const memories = numbersOf(content.subarray(aligned(end)));
  let at = 0;
  let index = 0;
  for (const [key, state] of text.known) {
    const size = text.sizes[index++]!;
    const memory = memories.subarray(at, at + size);
    at += size;
    if (!owns(shard, key)) continue;
    if (size > 0 && state.method === 'long step') state.memory = memory;
    known.set(key, state);
  }
  return text.last;
}

function textOf(bytes: Uint8Array): Text {
  try {
    return deserialize(bytes);
  } catch (error) {
    throw damaged(error);
  }
}

function checkSetting(found: Setting, { horizon, priors, zone }: Setting): void {
  if (found.horizon !== horizon) throw unreadable(`is of horizon ${found.horizon}; expected horizon ${horizon}`);
  if (found.priors !== priors) throw unreadable('belongs to other priors: series are learnt anew from the store');
  if (found.zone === zone) return;
  throw unreadable(`is of the zone ${found.zone}, the zone now is ${zone}: series are learnt anew from the store`);
}

/** The next place at which numbers may begin. */
const aligned = (place: number) => Math.ceil(place / NUMBER) * NUMBER;

function numbersOf(bytes: Uint8Array): Float32Array {
  const own = bytes.byteOffset % NUMBER === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(own.buffer, own.byteOffset, own.byteLength / NUMBER);
}
