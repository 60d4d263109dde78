import { element, Flaw } from '../flaw.ts';
import { PDU, TAGS } from '../tags.ts';

/** Why an engine did not take a message: the counters it reports, and any other. */
export type Report =
  | 'unsupported-level'
  | 'not-in-time-window'
  | 'unknown-user'
  | 'unknown-engine'
  | 'wrong-digest'
  | 'not-decrypted'
  | 'unknown-context'
  | 'other';

const USM_STATS = [1, 3, 6, 1, 6, 3, 15, 1, 1];
const TARGET_STATS = [1, 3, 6, 1, 6, 3, 12, 1];

/** usmStats of RFC 3414, snmpUnavailableContexts and snmpUnknownContexts of RFC 3413, by OID as its octets in hex. */
const REPORTS: Readonly<Record<string, Report>> = {
  [hex([...USM_STATS, 1, 0])]: 'unsupported-level',
  [hex([...USM_STATS, 2, 0])]: 'not-in-time-window',
  [hex([...USM_STATS, 3, 0])]: 'unknown-user',
  [hex([...USM_STATS, 4, 0])]: 'unknown-engine',
  [hex([...USM_STATS, 5, 0])]: 'wrong-digest',
  [hex([...USM_STATS, 6, 0])]: 'not-decrypted',
  [hex([...TARGET_STATS, 4, 0])]: 'unknown-context',
  [hex([...TARGET_STATS, 5, 0])]: 'unknown-context',
};

/** What a PDU reports; undefined when it is none that reports. Throws a Flaw. */
export function reportOf(pdu: Buffer): Report | undefined {
  if (pdu[0] !== PDU.report) return undefined;
  const { start, end } = element(pdu, 0, pdu.length);
  let at = start;
  for (let field = 0; field < 3; field++) at = element(pdu, at, end, TAGS.integer).end;
  const list = element(pdu, at, end, TAGS.sequence);
  if (list.end === list.start) throw new Flaw('a report of nothing');
  const variable = element(pdu, list.start, list.end, TAGS.sequence);
  const name = element(pdu, variable.start, variable.end, TAGS.oid);
  return REPORTS[pdu.toString('hex', name.start, name.end)] ?? 'other';
}

/** An OID whose numbers are all below 128, as the octets of BER. */
function hex([first, second, ...rest]: readonly number[]): string {
  return Buffer.of(first! * 40 + second!, ...rest).toString('hex');
}
