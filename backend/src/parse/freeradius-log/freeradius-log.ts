import type { LogFormat, ParserOptions } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { afterSyslogTag, datedLine } from '../dated-lines.ts';
import { type Interpretation, lineParser, recordOf } from '../line-parser.ts';
import { writtenDates } from '../written-dates.ts';
import { readMessage } from './messages.ts';

const LEVEL = /^ : ([A-Za-z]+): ?/;
const AUTHENTICATION = 'Auth';

/** radius.log of FreeRADIUS 2 and 3, as the server writes it (`DATE : Auth: …`) or through syslog. */
export const freeradiusLog: LogFormat = {
  type: 'freeradius-log',
  create(options: ParserOptions) {
    const dates = writtenDates(zoneOf(options.zone), options);
    return lineParser((line) => interpret(line, dates), dates);
  },
  // Dates carry their year, or the file says nothing of it.
  reference: () => undefined,
};

function interpret(line: string, dates: ReturnType<typeof writtenDates>): Interpretation {
  const dated = datedLine(line, dates);
  if (typeof dated === 'string') return dated;
  const { time, rest } = dated;
  const level = LEVEL.exec(rest);
  const text = level ? rest.slice(level[0].length) : afterSyslogTag(rest);
  if (text === undefined) return ' : '.startsWith(rest) ? 'cut short' : 'foreign text';
  if (level && level[1] !== AUTHENTICATION) return time;
  const found = readMessage(text);
  if (found === 'other') return time;
  if (found === 'cut short') return found;
  const { login, client, status, failure } = found;
  return recordOf({
    kind: 'authentication',
    time,
    login,
    nas: client,
    status,
    failed: failure !== undefined,
    failure,
  });
}
