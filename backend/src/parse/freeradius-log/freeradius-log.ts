import type { LogFormat, ParserOptions } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { afterSyslogTag, datedLine, lineOfSyslog } from '../dated-lines.ts';
import { type Interpretation, lineParser, recordOf } from '../line-parser.ts';
import { writtenDates } from '../written-dates.ts';
import { announcedCauses } from './announced.ts';
import { INCORRECT, readMessage } from './messages.ts';

const LEVEL = /^ : ([A-Za-z]+): ?/;
const AUTHENTICATION = 'Auth';

/** radius.log of FreeRADIUS 2 and 3, as the server writes it (`DATE : Auth: …`) or through syslog. */
export const freeradiusLog: LogFormat = {
  type: 'freeradius-log',
  create(options: ParserOptions) {
    const dates = writtenDates(zoneOf(options.zone), options);
    const causes = announcedCauses(options.memory);
    return lineParser((line) => interpret(line, dates, causes), dates, causes.memory, withoutPassword);
  },
  // Dates carry their year, or the file says nothing of it.
  reference: () => undefined,
  lineOfSyslog,
};

/** A line that could not be read, as far as it may be shown: behind the slash of a login may stand a password. */
const withoutPassword = (line: string) => line.replace(/(\[[^/]*\/).*/s, '$1…');

function interpret(
  line: string,
  dates: ReturnType<typeof writtenDates>,
  causes: ReturnType<typeof announcedCauses>,
): Interpretation {
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
  const { request, announced, login, client, status, failed, cause } = found;
  if (announced) {
    causes.announce(request!, cause!, time);
    return time;
  }
  const before = request === undefined ? undefined : causes.take(request, time);
  const failure = failed ? (cause ?? before ?? INCORRECT) : undefined;
  return recordOf({ kind: 'authentication', time, login, nas: client, status, failed, failure });
}
