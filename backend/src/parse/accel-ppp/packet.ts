/** A RADIUS packet as accel-ppp prints it. */
export interface PrintedPacket {
  /** The interface of the session, as the line says it; empty when it does not. */
  readonly session: string;
  readonly sent: boolean;
  /** `Access-Request`, `Accounting-Response` … */
  readonly code: string;
  /** The first value of each attribute, without quotes. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Packets are printed by `rad_packet_print` of radius/packet.c: `send [RADIUS(1) Access-Request id=1 <User-Name "a">]`. */
const START = /^(send|recv) \[RADIUS(?:\(\d+\))? ([A-Z][A-Za-z-]+|Unknown \(\d+\)) id=[\da-f]{1,2}(?=[ \]])/;
const BEGINNINGS = ['send [RADIUS', 'recv [RADIUS'];

/**
 * Reads what follows the header of a line: a packet; undefined when it is none; 'cut short' or 'text after the end' when it
 * begins as a packet, or as a part of such a beginning, and is not whole.
 */
export function readPacket(text: string): PrintedPacket | 'cut short' | 'text after the end' | undefined {
  const sessionEnd = BEGINNINGS.some((known) => text.startsWith(known)) ? -1 : text.indexOf(': ');
  const message = sessionEnd < 0 ? text : text.slice(sessionEnd + 2);
  if (!BEGINNINGS.some((known) => message.startsWith(known) || known.startsWith(message))) return undefined;
  const start = START.exec(message);
  if (!start) return 'cut short';
  const read = readAttributes(message, start[0].length);
  if (!read || message[read.end] !== ']') return 'cut short';
  if (read.end + 1 < message.length) return 'text after the end';
  const session = sessionEnd < 0 ? '' : text.slice(0, sessionEnd);
  return { session, sent: start[1] === 'send', code: start[2]!, attributes: read.attributes };
}

function readAttributes(message: string, start: number) {
  const attributes = new Map<string, string>();
  let at = start;
  while (message.startsWith(' <', at)) {
    const nameEnd = message.indexOf(' ', at + 2);
    const end = nameEnd < 0 ? -1 : endOfValue(message, nameEnd + 1);
    if (end < 0) return undefined;
    const name = message.slice(at + 2, nameEnd);
    const value = message.slice(nameEnd + 1, end);
    if (!attributes.has(name)) attributes.set(name, value.startsWith('"') ? value.slice(1, -1) : value);
    at = end + 1;
  }
  return { attributes, end: at };
}

/** Where the `>` after a value stands, -1 when none does. Quotes in texts are not escaped: the end is told by what follows. */
function endOfValue(message: string, start: number): number {
  const quoted = message[start] === '"';
  const ending = quoted ? '">' : '>';
  let found = message.indexOf(ending, quoted ? start + 1 : start);
  while (found >= 0) {
    const end = found + ending.length - 1;
    if (message.startsWith(' <', end + 1) || message[end + 1] === ']') return end;
    found = message.indexOf(ending, found + 1);
  }
  return -1;
}
