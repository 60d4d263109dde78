import type { Zone } from './zone.ts';

/** A message of syslog. Texts are latin1, so every octet is one character, and hold no line feed. */
export interface SyslogMessage {
  /** Its own date, or where it has none that of its arrival; epoch milliseconds UTC. */
  readonly time: number;
  /** Name or address of the host it is of. */
  readonly host: string;
  /** The program that wrote it, such as `radiusd` or `radiusd[17697]`; may be empty. */
  readonly tag: string;
  readonly text: string;
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The line that syslog daemons write of a message into a file: `Apr 30 00:11:25 host radiusd: text`. */
export function traditionalLine({ time, host, tag, text }: SyslogMessage, zone: Zone): string {
  const wall = new Date(time + zone.offset(time));
  const date = `${MONTHS[wall.getUTCMonth()]} ${String(wall.getUTCDate()).padStart(2)}`;
  return `${date} ${wall.toISOString().slice(11, 19)} ${host} ${tag === '' ? '' : `${tag}: `}${text}`;
}
