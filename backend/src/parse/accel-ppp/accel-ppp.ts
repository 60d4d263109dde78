import type { LogFormat, Parser, ParserOptions } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { type Interpretation, lineParser } from '../line-parser.ts';
import { wallTimeOf, wallTimes } from '../wall-times.ts';
import { eventTeller } from './events.ts';
import { readPacket } from './packet.ts';

/**
 * The log file of accel-ppp (logs/log_file.c): `[YYYY-MM-DD HH:mm:ss]:  info: ppp0: message`, coloured or not. Events are
 * the RADIUS packets in it (`verbose=1` of its section radius) and the outcomes of authentications.
 */
export const accelPpp: LogFormat = {
  type: 'accel-ppp',
  create,
  // Every date carries its year.
  reference: () => undefined,
};

const HEADER = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]: (?: {2}msg|error| warn| info|debug): /;
/** A header to complete cut ones with. */
const SOME_HEADER = '[2000-01-01 00:00:00]:  info: ';

const ESCAPE = '\x1b[';
/** With `color=1` a header stands between two of these. */
const COLOURS = ['0;39m', '1;31m', '1;32m', '1;33m', '1;34m'].map((colour) => ESCAPE + colour);

function create(options: ParserOptions): Parser {
  const times = wallTimes(zoneOf(options.zone), options.clock);
  const events = eventTeller(options.memory);
  const interpret = (written: string): Interpretation => {
    if (written === '') return 'empty';
    if (written.includes('\0')) return 'NUL byte';
    const line = written.startsWith(ESCAPE) ? withoutColours(written) : written;
    const header = HEADER.exec(line);
    if (!header) return HEADER.test(line + SOME_HEADER.slice(line.length)) ? 'cut short' : 'foreign text';
    const wall = wallTimeOf(header[1]!);
    if (wall === undefined) return 'impossible date';
    const text = line.slice(header[0].length);
    const packet = readPacket(text);
    if (typeof packet === 'string') return packet;
    const time = times.resolve(wall);
    return (packet ? events.packet(packet, time) : events.said(text, time)) ?? time;
  };
  return lineParser(interpret, times, events.memory);
}

const withoutColours = (line: string) => COLOURS.reduce((text, colour) => text.replace(colour, ''), line);
