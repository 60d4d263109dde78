const LINE_FEED = 10;

/** The longest line that is read, in octets; a longer one is passed over in bounded memory. */
export const LONGEST_LINE = 1_048_576;

/** As much is kept of a line that is passed over, in octets. */
const BEGINNING = 256;

/** Cuts octets into lines, whatever the chunks. Lines come as latin1 text, so every octet is one character. */
export function lineSplitter(line: (text: string) => void, tooLong: (beginning: string) => void) {
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
    else line(Buffer.concat(rest).toString('latin1'));
    rest = [];
    restLength = 0;
    skipping = false;
  };
  return {
    push(chunk: Uint8Array): void {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        if (restLength === 0 && !skipping && end - start <= LONGEST_LINE) line(bytes.toString('latin1', start, end));
        else finish(bytes.subarray(start, end));
        start = end + 1;
        pending = 0;
      }
      pending += bytes.length - start;
      keep(bytes.subarray(start));
    },
    /** Hands over what stands after the last line feed, if anything does. */
    end(): void {
      if (restLength > 0 || skipping) finish(Buffer.alloc(0));
      pending = 0;
    },
    /** Octets since the last line feed. */
    get pending(): number {
      return pending;
    },
  };
}
