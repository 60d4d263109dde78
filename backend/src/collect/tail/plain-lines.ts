import type { FileHandle } from 'node:fs/promises';
import { LONGEST_LINE, type WholeLines } from './content.ts';
import { fill } from './open.ts';

const LINE_FEED = 10;
/** So much may be written to a file, octets, between the look at it and the reading. */
const GROWTH = 65_536;

/**
 * Whole lines of a plain file from an offset on, as `wholeLines` tells them, of which about `expected` octets are unread. All are
 * read into the same memory, `most` octets at a time and more only for a longer line: what is yielded is good until the next is
 * asked for. Throws the errors of the file system.
 */
export async function* plainLines(
  file: FileHandle,
  offset: number,
  options: { readonly expected: number; readonly most: number; readonly complete: boolean },
): AsyncGenerator<WholeLines> {
  let memory: Buffer = Buffer.allocUnsafeSlow(Math.min(options.most, Math.max(0, options.expected) + GROWTH));
  let position = offset;
  /** Octets of a line that is not whole yet, at the beginning of the memory. */
  let held = 0;
  for (let ended = false; !ended; ) {
    if (held === memory.length) memory = larger(memory);
    const read = await fill(file, memory.subarray(held), position);
    position += read;
    const filled = held + read;
    ended = filled < memory.length;
    const lineEnd = memory.subarray(0, filled).lastIndexOf(LINE_FEED) + 1;
    const end = lineEnd === 0 && filled > LONGEST_LINE ? filled : lineEnd;
    if (end > 0) yield { bytes: memory.subarray(0, end), last: false };
    held = filled - end;
    // What was made larger for a long line is of no use after it.
    const next: Buffer =
      memory.length > options.most && held < options.most ? Buffer.allocUnsafeSlow(options.most) : memory;
    memory.copy(next, 0, end, filled);
    memory = next;
  }
  if (options.complete) yield { bytes: memory.subarray(0, held), last: true };
}

function larger(memory: Buffer): Buffer {
  const twice = Buffer.allocUnsafeSlow(2 * memory.length);
  memory.copy(twice);
  return twice;
}
