import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';

/**
 * Datagrams that the kernel dropped at a UDP port because nobody read them in time, since the port was opened. Undefined
 * where the system does not tell (other than Linux).
 */
export function droppedDatagrams(address: string, port: number): number | undefined {
  try {
    return dropsIn(readFileSync(isIPv6(address) ? '/proc/net/udp6' : '/proc/net/udp', 'latin1'), port);
  } catch {
    return undefined;
  }
}

/** Those of a table such as /proc/net/udp: local address and port, in hexadecimal, are its second column, drops the last. */
export function dropsIn(table: string, port: number): number | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  const drops = rows.filter(([, local]) => local?.endsWith(suffix)).map((row) => Number(row.at(-1)));
  return drops.length === 0 || drops.some(Number.isNaN) ? undefined : drops.reduce((sum, count) => sum + count, 0);
}
