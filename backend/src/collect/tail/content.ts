import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const CHUNK = 1_048_576;
const LINE_FEED = 10;
/** A line longer than this is handed over in parts, so memory stays bounded. */
const LONGEST_LINE = 4 * CHUNK;

/** Octets of the content of a file from `offset` on, in chunks of about a mebibyte. */
export async function* readContent(path: string, gzipped: boolean, offset: number): AsyncGenerator<Buffer> {
  if (!gzipped) {
    yield* createReadStream(path, { start: offset, highWaterMark: CHUNK }) as AsyncIterable<Buffer>;
    return;
  }
  // The callback form destroys both streams with the error, which the reading of the second then throws.
  const unpacked = createGunzip({ chunkSize: CHUNK });
  pipeline(createReadStream(path, { highWaterMark: CHUNK }), unpacked, () => {});
  let skip = offset;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    if (skip < chunk.length) yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

/** Whole lines of a content; `last` marks what follows the last line feed, given only when `complete`. */
export async function* wholeLines(
  chunks: AsyncIterable<Buffer>,
  complete: boolean,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
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
