const LINE_FEED = 10;
const SPACE = 32;
const [ZERO, NINE] = [48, 57];
/** Digits of a length in front of a message. */
const MOST_DIGITS = 9;

/** The longest message that is taken, octets. */
export const LONGEST_MESSAGE = 65_536;

export interface FrameSink {
  /** The octets of a message; they may be used until this returns and no longer. */
  message(octets: Buffer): void;
  /** A message longer than the longest was passed over. */
  tooLong(): void;
}

/** What is left behind a message that was taken; how many octets it takes to go on; or 'broken': nothing can be told any more. */
type Taken = Buffer | { readonly needed: number } | 'broken';

/**
 * Cuts a stream into messages, whatever the chunks, in both framings of RFC 6587: octet counting where the stream begins with
 * a digit, else each message ends with a line feed. Memory is bounded by the longest message.
 */
export function frameReader(sink: FrameSink) {
  let counted: boolean | undefined;
  let rest: Buffer[] = [];
  let restLength = 0;
  /** Octets without which nothing more can be taken, but for a line feed. */
  let needed = 1;
  /** Of a counted message that is passed over, those still to come. */
  let toSkip = 0;
  let skipsLine = false;

  const takeCounted = (octets: Buffer): Taken => {
    let digits = 0;
    while (digits < octets.length && digits <= MOST_DIGITS && isDigit(octets[digits]!)) digits++;
    // Some end each counted message with a line feed that they do not count.
    if (digits === 0) return octets[0] === LINE_FEED ? octets.subarray(1) : 'broken';
    if (digits > MOST_DIGITS || octets[0] === ZERO) return 'broken';
    if (digits === octets.length) return { needed: digits + 1 };
    if (octets[digits] !== SPACE) return 'broken';
    const start = digits + 1;
    const end = start + Number(octets.toString('latin1', 0, digits));
    if (end - start > LONGEST_MESSAGE) {
      sink.tooLong();
      toSkip = Math.max(0, end - octets.length);
      return octets.subarray(end);
    }
    if (end > octets.length) return { needed: end };
    sink.message(octets.subarray(start, end));
    return octets.subarray(end);
  };
  const takeLine = (octets: Buffer): Taken => {
    const end = octets.indexOf(LINE_FEED);
    const isTooLong = (end < 0 ? octets.length : end) > LONGEST_MESSAGE;
    if (isTooLong && !skipsLine) sink.tooLong();
    if (end < 0) {
      skipsLine ||= isTooLong;
      return skipsLine ? octets.subarray(octets.length) : { needed: LONGEST_MESSAGE + 1 };
    }
    if (end > 0 && !isTooLong && !skipsLine) sink.message(octets.subarray(0, end));
    skipsLine = false;
    return octets.subarray(end + 1);
  };
  const keep = (octets: Buffer) => {
    // A copy: the caller may use its buffer again.
    if (octets.length > 0) rest.push(Buffer.from(octets));
    restLength += octets.length;
  };

  return {
    /** False once it cannot be told any more where a message begins: nothing can be read of this stream. */
    push(chunk: Buffer): boolean {
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      const fresh = chunk.subarray(skipped);
      const isEnough = restLength + fresh.length >= needed || (counted === false && fresh.includes(LINE_FEED));
      if (!isEnough) {
        keep(fresh);
        return true;
      }
      let octets = rest.length === 0 ? fresh : Buffer.concat([...rest, fresh]);
      rest = [];
      restLength = 0;
      needed = 1;
      while (octets.length > 0) {
        counted ??= isDigit(octets[0]!);
        const taken = counted ? takeCounted(octets) : takeLine(octets);
        if (taken === 'broken') return false;
        if ('needed' in taken) {
          needed = taken.needed;
          break;
        }
        octets = taken;
      }
      keep(octets);
      return true;
    },
    /** The stream was closed: the last line may lack its line feed. False when a message was cut. */
    end(): boolean {
      if (counted === false && restLength > 0) sink.message(Buffer.concat(rest));
      return !(counted === true && (restLength > 0 || toSkip > 0));
    },
  };
}

const isDigit = (octet: number) => octet >= ZERO && octet <= NINE;
