// Answers that are prepared once and then only filled in, so that one process can be thousands of devices.
import { decodeMessage } from '../../backend/src/simulate/agent/message.ts';
import type { MibView } from '../../backend/src/simulate/agent/mib-view.ts';
import { respond } from '../../backend/src/simulate/agent/respond.ts';
import { TAGS } from '../../backend/src/simulate/agent/value.ts';

/** An answer whose request id and counters are filled in for each request. */
interface Prepared {
  readonly octets: Buffer;
  readonly idStart: number;
  /** Where the 64-bit counters and the 32-bit uptime stand. */
  readonly counters: readonly number[];
  readonly ticks: readonly number[];
}

/** Where the content of an element begins and ends. */
interface Content {
  readonly start: number;
  readonly end: number;
}

function content(octets: Buffer, at: number): Content {
  const first = octets[at + 1]!;
  const size = first < 0x80 ? 0 : first - 0x80;
  const start = at + 2 + size;
  return { start, end: start + (size === 0 ? first : octets.readUIntBE(at + 2, size)) };
}

/** Where the PDU of a message begins: after the version and the community. */
function pduAt(octets: Buffer): number {
  const version = content(octets, content(octets, 0).start);
  return content(octets, version.end).end;
}

const requestIdOf = (octets: Buffer) => content(octets, content(octets, pduAt(octets)).start);

/**
 * Answers the requests to a device of this view. Its counters are 64 bits wide with the top bits 01, its uptime 32 bits;
 * both move with `seconds`, the counters of one answer each at a rate of its own.
 */
export function createPreparedAnswers(view: MibView): (request: Buffer, seconds: number) => Buffer {
  const known = new Map<string, Prepared>();

  const prepare = (request: Buffer): Prepared => {
    const octets = respond(decodeMessage(request), view)!;
    const counters: number[] = [];
    const ticks: number[] = [];
    let list = requestIdOf(octets).end;
    for (let field = 0; field < 2; field++) list = content(octets, list).end;
    const { start, end } = content(octets, list);
    for (let at = start; at < end; at = content(octets, at).end) {
      const value = content(octets, content(octets, at).start).end;
      if (octets[value] === TAGS.counter64) counters.push(content(octets, value).start);
      if (octets[value] === TAGS.ticks) ticks.push(content(octets, value).start);
    }
    return { octets, idStart: requestIdOf(octets).start, counters, ticks };
  };

  return (request, seconds) => {
    const id = requestIdOf(request);
    const key = request.toString('latin1', 0, id.start) + request.toString('latin1', id.end);
    const prepared = known.get(key) ?? prepare(request);
    known.set(key, prepared);
    const answer = Buffer.from(prepared.octets);
    request.copy(answer, prepared.idStart, id.start, id.end);
    for (const [place, at] of prepared.counters.entries()) {
      const moved = Math.floor(seconds * 10_000 * (place + 1));
      answer.writeUInt32BE(0x40000000 + Math.floor(moved / 2 ** 32), at);
      answer.writeUInt32BE(moved % 2 ** 32, at + 4);
    }
    for (const at of prepared.ticks) answer.writeUInt32BE(0x40000000 + Math.floor(seconds * 100), at);
    return answer;
  };
}
