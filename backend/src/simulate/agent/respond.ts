import { BerWriter } from './ber.ts';
import { encodeBinding, encodeMessage, type Message, V1 } from './message.ts';
import type { MibView } from './mib-view.ts';
import { type Oid, startsWith } from './oid.ts';
import type { Binding } from './value.ts';

/** What fits into one unfragmented UDP packet on Ethernet. */
const MAX_OCTETS = 1472;
const NO_ERROR = 0;
const TOO_BIG = 1;
const NO_SUCH_NAME = 2;

/** The answer to a request (RFC 1157 for version 1, RFC 3416 for 2c); undefined where none is due. */
export function respond(request: Message, view: MibView): Buffer | undefined {
  if (request.type === 'response') return undefined;
  if (request.version === V1) return request.type === 'getBulk' ? undefined : respondV1(request, view);
  if (request.type === 'getBulk') return respondBulk(request, view);
  const look = request.type === 'get' ? valueAt : objectAfter;
  const { add, fits, encoded } = fitting(request);
  for (const { oid } of request.bindings) add(look(view, oid));
  return fits() ? answer(request, encoded) : answer(request, [], TOO_BIG);
}

/** GETBULK: whole rows, as many as were asked for and fit. */
function respondBulk(request: Message, view: MibView): Buffer {
  const single = Math.max(0, Math.min(request.first, request.bindings.length));
  const { add, fits, encoded } = fitting(request);
  for (const { oid } of request.bindings.slice(0, single)) add(objectAfter(view, oid));
  if (!fits()) return answer(request, [], TOO_BIG);
  let row: readonly Oid[] = request.bindings.slice(single).map(({ oid }) => oid);
  for (let repetition = 0; repetition < request.second && row.length > 0; repetition++) {
    const whole = encoded.length;
    const found = row.map((oid) => objectAfter(view, oid));
    for (const binding of found) add(binding);
    if (!fits()) {
      if (repetition === 0) return answer(request, [], TOO_BIG);
      encoded.length = whole;
      break;
    }
    if (found.every(({ value }) => value.type === 'endOfMibView')) break;
    row = found.map(({ oid }) => oid);
  }
  return answer(request, encoded);
}

/** Version 1 knows neither exceptions nor Counter64 (RFC 3584 4.2.2): what is not there is an error of the whole. */
function respondV1(request: Message, view: MibView): Buffer {
  const { add, fits, encoded } = fitting(request);
  for (const [index, { oid }] of request.bindings.entries()) {
    let found = request.type === 'get' ? valueAt(view, oid) : objectAfter(view, oid);
    while (request.type === 'getNext' && found.value.type === 'counter64') found = objectAfter(view, found.oid);
    const missing = ['noSuchObject', 'noSuchInstance', 'endOfMibView', 'counter64'].includes(found.value.type);
    if (missing)
      return answer(
        request,
        request.bindings.map((binding) => encodeBinding(binding)),
        NO_SUCH_NAME,
        index + 1,
      );
    add(found);
  }
  return fits()
    ? answer(request, encoded)
    : answer(
        request,
        request.bindings.map((binding) => encodeBinding(binding)),
        TOO_BIG,
      );
}

function valueAt(view: MibView, oid: Oid): Binding {
  const value = view.get(oid);
  if (value) return { oid, value };
  // A neighbour under the same object tells that the object is there.
  const column = oid.slice(0, -1);
  const neighbour = view.next(column);
  const known = neighbour !== undefined && startsWith(neighbour.oid, column);
  return { oid, value: { type: known ? 'noSuchInstance' : 'noSuchObject' } };
}

const objectAfter = (view: MibView, oid: Oid): Binding => view.next(oid) ?? { oid, value: { type: 'endOfMibView' } };

function answer(request: Message, bindings: readonly Uint8Array[], status = NO_ERROR, index = 0): Buffer {
  return encodeMessage({ ...request, type: 'response', first: status, second: index }, bindings);
}

/** Bindings that are collected, and whether an answer that holds them fits into a packet. */
function fitting(request: Message) {
  const writer = new BerWriter();
  const encoded: Uint8Array[] = [];
  // Lengths of the three sequences around the bindings take up to two octets more than when they are empty.
  let octets = answer(request, []).length + 3 * 2;
  const add = (binding: Binding) => {
    const written = encodeBinding(binding, writer);
    octets += written.length;
    encoded.push(written);
  };
  return { encoded, add, fits: () => octets <= MAX_OCTETS };
}
