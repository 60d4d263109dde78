import type { Trap, Variable } from '../../model/trap.ts';
import { type BerReader, element, integerElement, Malformed, TAGS } from './ber.ts';

/** What a PDU says, in the form of SNMPv2. */
export type Notification = Pick<Trap, 'inform' | 'oid' | 'uptimeSeconds' | 'agent' | 'variables'> & {
  /** The PDU that acknowledges it; undefined for a trap. */
  readonly acknowledgement: Buffer | undefined;
};

/** A PDU that is neither a trap nor an inform. */
export class NotANotification extends Error {}

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';
const TRAP_ENTERPRISE = '1.3.6.1.6.3.1.1.4.3.0';
const TRAP_ADDRESS = '1.3.6.1.6.3.18.1.3.0';
/** A relay puts the community here, which is nobody else's business. */
const TRAP_COMMUNITY = '1.3.6.1.6.3.18.1.4.0';
const STANDARD_TRAPS = '1.3.6.1.6.3.1.1.5';
const LEFT_OUT: ReadonlySet<string> = new Set([SYS_UP_TIME, TRAP_OID, TRAP_COMMUNITY]);
const ENTERPRISE_SPECIFIC = 6;
/** Variables that are read of one trap. */
const MOST_VARIABLES = 500;

/** Reads the PDU that comes next. Throws Malformed or NotANotification. */
export function readNotification(reader: BerReader): Notification {
  switch (reader.peek()) {
    case TAGS.trapV1:
      return fromVersion1(reader.open(TAGS.trapV1));
    case TAGS.trap:
      return fromVersion2(reader.open(TAGS.trap), false);
    case TAGS.inform:
      return fromVersion2(reader.open(TAGS.inform), true);
    default:
      throw new NotANotification();
  }
}

/** RFC 3584, 3.1: what a v1 trap is in the form of SNMPv2. */
function fromVersion1(pdu: BerReader): Notification {
  const enterprise = pdu.oid();
  const address = pdu.bytes(TAGS.address);
  const generic = pdu.integer();
  const specific = pdu.integer();
  const ticks = pdu.integer(TAGS.ticks) >>> 0;
  if (generic < 0 || generic > ENTERPRISE_SPECIFIC) throw new Malformed('a generic trap that is not known');
  const agent = address.length === 4 && address.some((octet) => octet !== 0) ? address.join('.') : null;
  const variables = readVariables(pdu);
  return {
    inform: false,
    acknowledgement: undefined,
    oid: generic === ENTERPRISE_SPECIFIC ? `${enterprise}.0.${specific >>> 0}` : `${STANDARD_TRAPS}.${generic + 1}`,
    uptimeSeconds: Math.floor(ticks / 100),
    agent,
    variables: [...variables, { oid: TRAP_ENTERPRISE, value: enterprise }],
  };
}

function fromVersion2(pdu: BerReader, inform: boolean): Notification {
  const request = pdu.integer();
  pdu.integer();
  pdu.integer();
  const list = pdu.octets.subarray(pdu.at, pdu.end);
  const all = readVariables(pdu);
  const named = (oid: string) => all.find((variable) => variable.oid === oid)?.value;
  const oid = named(TRAP_OID);
  if (typeof oid !== 'string') throw new Malformed('no snmpTrapOID');
  const ticks = named(SYS_UP_TIME);
  const agent = named(TRAP_ADDRESS);
  return {
    inform,
    acknowledgement: inform
      ? element(TAGS.response, integerElement(request), integerElement(0), integerElement(0), list)
      : undefined,
    oid,
    uptimeSeconds: typeof ticks === 'number' ? Math.floor(ticks / 100) : null,
    agent: typeof agent === 'string' ? agent : null,
    variables: all.filter((variable) => !LEFT_OUT.has(variable.oid)),
  };
}

function readVariables(pdu: BerReader): Variable[] {
  const list = pdu.open(TAGS.sequence);
  const variables: Variable[] = [];
  while (!list.done) {
    if (variables.length === MOST_VARIABLES) throw new Malformed('too many variables');
    const variable = list.open(TAGS.sequence);
    variables.push({ oid: variable.oid(), value: variable.value() });
  }
  return variables;
}
