const LINE_FEED = 10;

/** The longest line that is read, in octets; a longer one is passed over in bounded memory. */
export const LONGEST_LINE = 1_048_576;

/** As much is kept of a line that is passed over, in octets. */
export const BEGINNING = 256;

/**
 * Cuts octets into runs of whole lines, whatever the chunks: `run` gets octets from `start` up to `end`, where a line feed
 * stands last. They are those of the chunk itself wherever they can be. A line of a run may still be longer than LONGEST_LINE.
 */
export function runSplitter(
  run: (bytes: Buffer, start: number, end: number) => void,
  tooLong: (beginning: string) => void,
) {
  let rest: Buffer[] = [];
  let restLength = 0;
  let skipping = false;
  let beginning = '';
  let pending = 0;

  const keep = (bytes: Buffer) => {
    if (skipping || bytes.length === 0) return;
    if (restLength + bytes.length > LONGEST_LINE) {
      beginning = Buffer.concat([...rest, bytes.subarray(0, BEGINNING)]).toString('latin1', 0, BEGINNING);
      rest = [];
      restLength = 0;
      skipping = true;
      return;
    }
    // A copy: the caller may use its buffer again.
    rest.push(Buffer.from(bytes));
    restLength += bytes.length;
  };
  const finish = (last: Buffer) => {
    keep(last);
    if (skipping) tooLong(beginning);
    else run(Buffer.concat([...rest, Buffer.of(LINE_FEED)]), 0, restLength + 1);
    rest = [];
    restLength = 0;
    skipping = false;
    pending = 0;
  };
  return {
    push(chunk: Uint8Array): void {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      let start = 0;
      if (end > 0 && (restLength > 0 || skipping)) {
        start = bytes.indexOf(LINE_FEED) + 1;
        finish(bytes.subarray(0, start - 1));
      }
      if (end > start) run(bytes, start, end);
      if (end > 0) pending = 0;
      pending += bytes.length - end;
      keep(bytes.subarray(end));
    },
    /** Hands over what stands after the last line feed, if anything does. */
    end(): void {
      if (restLength > 0 || skipping) finish(Buffer.alloc(0));
    },
    /** Octets since the last line feed. */
    get pending(): number {
      return pending;
    },
  };
}

/** Cuts octets into lines, whatever the chunks. Lines come as latin1 text, so every octet is one character. */
export function lineSplitter(line: (text: string) => void, tooLong: (beginning: string) => void) {
  return runSplitter((bytes, from, to) => {
    for (let start = from; start < to; ) {
      const end = bytes.indexOf(LINE_FEED, start);
      if (end - start > LONGEST_LINE) tooLong(bytes.toString('latin1', start, start + BEGINNING));
      else line(bytes.toString('latin1', start, end));
      start = end + 1;
    }
  }, tooLong);
}
