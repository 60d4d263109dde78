import type { LogFormat, Parser, ParserOptions } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { type Interpretation, lineParser } from '../line-parser.ts';
import { writtenDates } from '../written-dates.ts';
import { eventTeller } from './events.ts';
import { readHeader } from './header.ts';
import { readPacket } from './packet.ts';

/**
 * The log of accel-ppp, from its file or through syslog: `[YYYY-MM-DD HH:mm:ss]:  info: ppp0: message`. Events are the RADIUS
 * packets in it (`verbose=1` of its section radius) and the outcomes of authentications.
 */
export const accelPpp: LogFormat = {
  type: 'accel-ppp',
  create,
  // Dates carry their year but in syslog, and there nothing does.
  reference: () => undefined,
  lineOfSyslog: traditionalLine,
};

function create(options: ParserOptions): Parser {
  const dates = writtenDates(zoneOf(options.zone), options);
  const events = eventTeller(options.memory);
  const interpret = (line: string): Interpretation => {
    if (line === '') return 'empty';
    if (line.includes('\0')) return 'NUL byte';
    const header = readHeader(line, dates);
    if (typeof header === 'string') return header;
    const { time, text } = header;
    if (text === undefined) return time;
    const packet = readPacket(text);
    if (typeof packet === 'string') return packet;
    return (packet ? events.packet(packet, time) : events.said(text, time)) ?? time;
  };
  return lineParser(interpret, dates, events.memory);
}
