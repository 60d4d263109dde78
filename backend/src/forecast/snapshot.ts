import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { PresageError } from '../errors.ts';
import type { Memory } from './ensemble/layout.ts';
import type { SeriesState } from './method.ts';

/** Changes whenever a snapshot's shape does, or the places in a series' memory. */
const VERSION = 6;
/** Bytes of the checksum, and of the length of the text before the memories. */
const NUMBER = 4;
const HEAD = 2 * NUMBER;

/** What is kept of a forecaster. */
export interface Snapshot {
  readonly horizon: number;
  /** Tells what was learnt beforehand: what a series has learnt goes with that. */
  readonly priors: number;
  readonly known: Map<string, SeriesState>;
}

interface Text {
  readonly version: number;
  readonly horizon: number;
  readonly priors: number;
  readonly known: Map<string, SeriesState>;
  /** Numbers in the memory of each series that has one, in the order of `known`. */
  readonly sizes: readonly number[];
}

/** A checksum of what follows, the length of the text, the text, and the memories of the series one after another. */
export function writeSnapshot({ horizon, priors, known }: Snapshot): Uint8Array {
  const memories: Memory[] = [];
  const bare = new Map<string, SeriesState>();
  for (const [key, state] of known) {
    const memory = state.method === 'long step' ? state.memory : undefined;
    bare.set(key, memory ? ({ ...state, memory: undefined } as SeriesState) : state);
    memories.push(memory ?? new Float32Array(0));
  }
  const sizes = memories.map(({ length }) => length);
  const text = serialize({ version: VERSION, horizon, priors, known: bare, sizes } satisfies Text);
  const room = sizes.reduce((sum, size) => sum + size, 0) * Float32Array.BYTES_PER_ELEMENT;
  let at = aligned(HEAD + text.length);
  const bytes = Buffer.from(new ArrayBuffer(at + room));
  bytes.writeUInt32LE(text.length, NUMBER);
  text.copy(bytes, HEAD);
  for (const { buffer, byteOffset, byteLength } of memories) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(NUMBER)));
  return bytes;
}

/**
 * The series of a snapshot, whose bytes are taken over: they hold the memories and must not be used any more. Throws
 * FORECAST_SNAPSHOT_UNREADABLE where the bytes are damaged, or of another version, horizon or priors.
 */
export function readSnapshot(
  bytes: Uint8Array,
  { horizon, priors }: Omit<Snapshot, 'known'>,
): Map<string, SeriesState> {
  const damaged = (cause?: unknown) =>
    new PresageError('FORECAST_SNAPSHOT_UNREADABLE', 'the forecast snapshot is damaged', { cause });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length <= HEAD || buffer.readUInt32LE() !== crc32(buffer.subarray(NUMBER))) throw damaged();
  const end = HEAD + buffer.readUInt32LE(NUMBER);
  let found: Partial<Text> | undefined;
  try {
    found = deserialize(buffer.subarray(HEAD, end));
  } catch (error) {
    throw damaged(error);
  }
  if (found?.version !== VERSION || found.horizon !== horizon || !found.known || !found.sizes) {
    const message = `the forecast snapshot is of version ${found?.version}, horizon ${found?.horizon}; expected version ${VERSION}, horizon ${horizon}`;
    throw new PresageError('FORECAST_SNAPSHOT_UNREADABLE', message);
  }
  if (found.priors !== priors) {
    const message = 'the forecast snapshot belongs to other priors: series are learnt anew from the store';
    throw new PresageError('FORECAST_SNAPSHOT_UNREADABLE', message);
  }
  // The memories stay where they are: to copy those of thousands of series takes seconds.
  const memories = numbersOf(buffer.subarray(aligned(end)));
  let at = 0;
  let index = 0;
  for (const state of found.known.values()) {
    const size = found.sizes[index++]!;
    if (size === 0 || state.method !== 'long step') continue;
    state.memory = memories.subarray(at, at + size);
    at += size;
  }
  return found.known;
}

/** The next place at which numbers may begin. */
const aligned = (place: number) => Math.ceil(place / NUMBER) * NUMBER;

function numbersOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const own = bytes.byteOffset % NUMBER === 0 && bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
  return new Float32Array(own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / NUMBER);
}
