import type { AccountingRecord } from '../../model/accounting.ts';
import type { LogFormat, ParserOptions } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { afterSyslogTag, datedLine, lineOfSyslog } from '../dated-lines.ts';
import { withoutEscapes } from '../escapes.ts';
import { type Interpretation, lineParser, recordOf } from '../line-parser.ts';
import { writtenDates } from '../written-dates.ts';

/** What may stand between a date and the message. */
const SEPARATOR = /^(?: ?[:;,|-] ?|[ \t])/;

/** What is there of a session beside its login is what the NAS wrote of the port, which is the end of the line. */
const CONNECT = /^Connect: \[(.*)\] \(did [^[\]]* port \d* ip [\d.]*\)$/;
const DISCONNECT = /^Disconnect: \[(.*)\] \(did [^[\]]* port \d* ip [\d.]*\) (\d*) seconds$/;
const OF_NAS =
  /^NAS ([\d.A-Fa-f:]*) \(([\d.A-Fa-f:]*)\) (just came online|just went offline|sent unknown Acct-Status-Type .*)$/;
const NO_EVENT = ['Sent challenge: ', 'Unknown packet type ', 'This is a log message for '];

/** What the module linelog of FreeRADIUS writes with the messages of its delivered configuration, after a date. */
export const freeradiusLinelog: LogFormat = {
  type: 'freeradius-linelog',
  create(options: ParserOptions) {
    const dates = writtenDates(zoneOf(options.zone), options);
    return lineParser((line) => interpret(line, dates), dates);
  },
  // Dates carry their year, or the file says nothing of it.
  reference: () => undefined,
  lineOfSyslog,
};

function interpret(line: string, dates: ReturnType<typeof writtenDates>): Interpretation {
  const dated = datedLine(line, dates);
  if (typeof dated === 'string') return dated;
  const { time, rest } = dated;
  for (const text of [rest.replace(SEPARATOR, ''), afterSyslogTag(rest)]) {
    const event = text === undefined ? undefined : eventOf(text, time);
    if (event !== undefined) return event;
  }
  return 'foreign text';
}

/** The event of a message at a time, that time where it stands for no event, or undefined for another message. */
function eventOf(message: string, time: number): AccountingRecord | number | undefined {
  if (NO_EVENT.some((known) => message.startsWith(known))) return time;
  return authenticationOf(message, time) ?? sessionOf(message, time) ?? ofNas(message, time);
}

function authenticationOf(message: string, time: number): AccountingRecord | undefined {
  for (const status of ['Accepted user', 'Rejected user']) {
    if (!message.startsWith(`${status}: `)) continue;
    const login = withoutEscapes(message.slice(status.length + 2));
    const failed = status === 'Rejected user';
    return recordOf({ kind: 'authentication', time, login, status, failed, failure: failed ? status : undefined });
  }
  return undefined;
}

function sessionOf(message: string, time: number): AccountingRecord | undefined {
  const [, connected] = CONNECT.exec(message) ?? [];
  const [, disconnected, seconds] = DISCONNECT.exec(message) ?? [];
  const login = connected ?? disconnected;
  if (login === undefined) return undefined;
  return recordOf({
    kind: 'accounting',
    time,
    login: withoutEscapes(login),
    status: connected === undefined ? 'Disconnect' : 'Connect',
    statusType: connected === undefined ? 'Stop' : 'Start',
    sessionSeconds: seconds ? Number(seconds) : undefined,
  });
}

function ofNas(message: string, time: number): AccountingRecord | number | undefined {
  const [, source, address, status] = OF_NAS.exec(message) ?? [];
  if (status === undefined) return undefined;
  if (status.startsWith('sent unknown')) return time;
  const statusType = status === 'just came online' ? 'On' : 'Off';
  return recordOf({ kind: 'accounting', time, login: '', status, statusType, nas: address || source || undefined });
}
