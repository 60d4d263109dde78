import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import { macOf } from '../../../model/neighbour.ts';
import type { SnmpValue } from '../protocol/values.ts';

const IPV4_OCTETS = 4;
const IPV6_OCTETS = 16;
const MAC_OCTETS = 6;

/** The MAC address in a value, whether octets or a text. */
export function mac(value: SnmpValue | null | undefined): string | null {
  if (Buffer.isBuffer(value)) return macOf(value.length === MAC_OCTETS ? value.toString('hex') : value.toString());
  return typeof value === 'string' ? macOf(value) : null;
}

/** An IP address from its octets; null for a number of them that none has, and for the unspecified one. */
export function ipOf(octets: readonly number[] | Buffer): string | null {
  if (octets.every((octet) => octet === 0)) return null;
  if (octets.length === IPV4_OCTETS) return [...octets].join('.');
  if (octets.length !== IPV6_OCTETS) return null;
  const groups = Array.from({ length: 8 }, (_, at) => ((octets[2 * at]! << 8) | octets[2 * at + 1]!).toString(16));
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}

/** The numbers of an index such as `4.10.0.0.1`. */
export const numbers = (index: string): number[] => index.split('.').map(Number);

/** The address at the end of an index that gives its length before it (InetAddress, RFC 4001), from position `at` on. */
export function inetAddress(index: readonly number[], at: number): string | null {
  const length = index[at];
  return length === undefined ? null : ipOf(index.slice(at + 1, at + 1 + length));
}

/** True for addresses that many devices have. */
export const isShared = (address: string): boolean =>
  isIPv4(address)
    ? /^(127\.|0\.|169\.254\.|255\.)/.test(address)
    : isIPv6(address) && /^(::1?$|fe80:|ff)/i.test(address);
