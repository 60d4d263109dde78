import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Packing } from './packing.ts';

const CHUNK = 1_048_576;
/** Zstandard is read in smaller chunks: each of its frames begins a reading of its own. */
const ZSTD_CHUNK = 131_072;
const LINE_FEED = 10;
/** A line longer than this is handed over in parts, so memory stays bounded. */
export const LONGEST_LINE = 4 * CHUNK;

/** Whole lines of a content; `last` marks what follows the last line feed, given only when the content is complete. */
export interface WholeLines {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** Octets of the content of a file from `offset` on, in chunks of about a mebibyte. */
export async function* readContent(path: string, packing: Packing, offset: number): AsyncGenerator<Buffer> {
  if (packing === 'none') {
    yield* createReadStream(path, { start: offset, highWaterMark: CHUNK }) as AsyncIterable<Buffer>;
    return;
  }
  let skip = offset;
  for await (const chunk of packing === 'gzip' ? gunzip(path) : unzstd(path)) {
    if (skip < chunk.length) yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

// The callback form destroys both streams with the error, which the reading of the second then throws.
function gunzip(path: string): AsyncIterable<Buffer> {
  const unpacked = createGunzip({ chunkSize: CHUNK });
  pipeline(createReadStream(path, { highWaterMark: CHUNK }), unpacked, () => {});
  return unpacked;
}

/** Node ends at the end of a frame (nodejs/node#64741), while a file may hold many: what follows is read anew. */
async function* unzstd(path: string): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  for (let start = 0; start < size; ) {
    const unpacked = createZstdDecompress({ chunkSize: CHUNK });
    pipeline(createReadStream(path, { start, highWaterMark: ZSTD_CHUNK }), unpacked, () => {});
    yield* unpacked as AsyncIterable<Buffer>;
    if (unpacked.bytesWritten === 0) return;
    start += unpacked.bytesWritten;
  }
}

/** Whole lines of a content that comes in chunks. */
export async function* wholeLines(chunks: AsyncIterable<Buffer>, complete: boolean): AsyncGenerator<WholeLines> {
  let rest: Buffer = Buffer.alloc(0);
  let failure: unknown;
  try {
    for await (const chunk of chunks) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.length > LONGEST_LINE ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) yield { bytes: bytes.subarray(0, end), last: false };
      rest = bytes.subarray(end);
    }
  } catch (error) {
    // What could be read of a damaged file is handed over before the damage is reported, but no part of a line: the file
    // may only be unfinished, and then the line is still to come.
    failure = error;
  }
  if (complete && !failure) yield { bytes: rest, last: true };
  if (failure) throw failure;
}

/** Whether a content begins with another. */
export async function beginsWith(content: AsyncIterable<Buffer>, beginning: AsyncIterable<Buffer>): Promise<boolean> {
  const chunks = content[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const part of beginning) {
      for (let at = 0; at < part.length; ) {
        if (rest.length === 0) {
          const { value, done } = await chunks.next();
          if (done) return false;
          rest = value;
        }
        const size = Math.min(rest.length, part.length - at);
        if (!rest.subarray(0, size).equals(part.subarray(at, at + size))) return false;
        rest = rest.subarray(size);
        at += size;
      }
    }
    return true;
  } finally {
    await chunks.return?.();
  }
}
