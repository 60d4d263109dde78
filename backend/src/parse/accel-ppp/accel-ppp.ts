import type { LogFormat, Parser, ParserOptions } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { type Interpretation, lineParser } from '../line-parser.ts';
import { wallTimes } from '../wall-times.ts';
import { eventTeller } from './events.ts';
import { headerReader } from './header.ts';
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
  const zone = zoneOf(options.zone);
  const times = wallTimes(zone, options.clock);
  const readHeader = headerReader();
  const events = eventTeller(options.memory);
  let known = options.clock ?? options.reference;
  const interpret = (line: string): Interpretation => {
    if (line === '') return 'empty';
    if (line.includes('\0')) return 'NUL byte';
    const header = readHeader(line, known + zone.offset(known));
    if (typeof header === 'string') return header;
    const { date, text } = header;
    const packet = text === undefined ? undefined : readPacket(text);
    if (typeof packet === 'string') return packet;
    known = 'instant' in date ? times.pass(date.instant) : times.resolve(date.wall);
    if (text === undefined) return known;
    return (packet ? events.packet(packet, known) : events.said(text, known)) ?? known;
  };
  return lineParser(interpret, times, events.memory);
}
