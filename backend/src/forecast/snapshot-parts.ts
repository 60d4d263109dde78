import { crc32 } from 'node:zlib';
import { PresageError } from '../errors.ts';
import { type Shard, WHOLE } from './shards.ts';

/** Changes whenever the shape of a part does, or the places in the memory of a series. */
const VERSION = 9;
/** What there is in a snapshot. */
const KINDS = ['forecaster', 'quality', 'groups'] as const;
export type PartKind = (typeof KINDS)[number];
/** Bytes of a head: the checksum of all that follows it, version, kind, shard, number of shards, length of the content. */
const HEAD = 16;
/** Content begins where any number may. */
const ALIGNMENT = 8;

/** One part of a snapshot: what one shard of the series keeps of one kind. */
export interface Part {
  readonly kind: PartKind;
  readonly shard: Shard;
  readonly content: Uint8Array;
}

/**
 * A snapshot is one part after another, so that each thread writes its own, and any number of threads may read them. The
 * content is made by `fill`, which is given its `length` bytes, all 0.
 */
export function writePart(
  kind: PartKind,
  length: number,
  fill: (content: Uint8Array<ArrayBuffer>) => void,
  { index, count }: Shard = WHOLE,
): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(HEAD + padded(length)));
  bytes.set([VERSION, KINDS.indexOf(kind), index, count], 4);
  bytes.writeBigUInt64LE(BigInt(length), 8);
  fill(bytes.subarray(HEAD, HEAD + length));
  bytes.writeUInt32LE(crc32(bytes.subarray(4)));
  return bytes;
}

/** The parts of a snapshot, in its bytes. Throws FORECAST_SNAPSHOT_UNREADABLE where it is damaged or of another version. */
export function readParts(bytes: Uint8Array): Part[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Part[] = [];
  for (let at = 0; at === 0 || at < buffer.length; ) {
    if (buffer.length < at + HEAD) throw damaged();
    const length = Number(buffer.readBigUInt64LE(at + 8));
    const end = at + HEAD + padded(length);
    if (end > buffer.length || buffer.readUInt32LE(at) !== crc32(buffer.subarray(at + 4, end))) throw damaged();
    const [version, kind, index, count] = buffer.subarray(at + 4, at + 8) as Iterable<number> as Head;
    if (version !== VERSION) throw unreadable(`is of version ${version}; expected version ${VERSION}`);
    const content = buffer.subarray(at + HEAD, at + HEAD + length);
    parts.push({ kind: KINDS[kind]!, shard: { index, count }, content });
    at = end;
  }
  return parts;
}

/** Pieces of what is known of series, at most `size` of them each; at least one piece. */
export function* pieces<T>(known: ReadonlyMap<string, T>, size: number): Generator<Map<string, T>> {
  let piece = new Map<string, T>();
  for (const [key, one] of known) {
    if (piece.size === size) {
      yield piece;
      piece = new Map();
    }
    piece.set(key, one);
  }
  yield piece;
}

type Head = [version: number, kind: number, index: number, count: number];

const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** The error of a snapshot that cannot be gone on from. */
export const unreadable = (why: string, cause?: unknown): PresageError =>
  new PresageError('FORECAST_SNAPSHOT_UNREADABLE', `the forecast snapshot ${why}`, { cause });

export const damaged = (cause?: unknown): PresageError => unreadable('is damaged', cause);
