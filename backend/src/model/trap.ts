/** What came with a trap: numbers exactly, octets as they are, OIDs and IPv4 addresses as text; null where there is none. */
export type VariableValue = number | bigint | string | Uint8Array | null;

export interface Variable {
  readonly oid: string;
  readonly value: VariableValue;
}

/** A trap or inform whose sender is allowed, in the form of SNMPv2 (RFC 3584) whatever it was sent in. */
export interface Trap {
  /** When it arrived, epoch milliseconds UTC. */
  readonly time: number;
  /** Address it came from, without port. */
  readonly source: string;
  /** The agent it speaks of, where a relay sent it on (snmpTrapAddress or agent-addr); null when it names none. */
  readonly agent: string | null;
  readonly version: '1' | '2c' | '3';
  readonly inform: boolean;
  /** Name of the credentials it was accepted by. */
  readonly credentials: string;
  /** snmpTrapOID. */
  readonly oid: string;
  readonly uptimeSeconds: number | null;
  /** Without sysUpTime, snmpTrapOID and snmpTrapCommunity. */
  readonly variables: readonly Variable[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A value as people read it: octets as text where they are printable, else in hexadecimal. */
export function variableText(value: VariableValue): string {
  if (value === null) return '';
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    const text = utf8.decode(value).replace(/\0+$/, '');
    if (!/[^\P{C}\t\n\r]/u.test(text)) return text.trim();
  } catch {
    // Not text: shown as octets.
  }
  return Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
}
