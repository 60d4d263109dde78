import type { UnreadableReason } from '../../model/accounting.ts';
import { type DateReader, dateReader, type ReadDate, rememberLast } from '../date-formats.ts';
import { wallTimeOf } from '../wall-times.ts';

/** What stands before a message, and the message. */
export interface Header {
  readonly date: ReadDate;
  /** Undefined for the message of another program. */
  readonly text: string | undefined;
}

/** Of the log file (logs/log_file.c): `[2026-07-10 20:44:36]:  info: `. */
const FILE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]: (?: {2}msg|error| warn| info|debug): /;
/** A header to complete cut ones with. */
const SOME_HEADER = '[2000-01-01 00:00:00]:  info: ';

/** Through syslog: `Jul 10 20:44:36 bras-1 accel-pppd[17]: `, or with a date of RFC 3339. */
const SYSLOG =
  /^(?:([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)((?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))) \S+ ([\w./-]+)(?:\[\d+\])?: /;
const SYSLOG_DATE = dateReader('MMM d HH:mm:ss')!;
/** What accel-ppp calls itself in syslog; `[log] syslog=` may say more of it. */
const PROGRAM = 'accel-p';

const ESCAPE = '\x1b[';
/** With `color=1` a header stands between two of these. */
const COLOURS = ['0;39m', '1;31m', '1;32m', '1;33m', '1;34m'].map((colour) => ESCAPE + colour);

/** Reads the beginning of the lines of one log; `known` is the wall time of the line before, for dates without a year. */
export function headerReader(): (line: string, known: number) => Header | UnreadableReason {
  const readSyslogDate = rememberLast(SYSLOG_DATE);
  return (line, known) => readHeader(line, known, readSyslogDate);
}

function readHeader(written: string, known: number, readSyslogDate: DateReader): Header | UnreadableReason {
  const line = written.startsWith(ESCAPE) ? withoutColours(written) : written;
  const inFile = FILE.exec(line);
  if (inFile) {
    const wall = wallTimeOf(inFile[1]!);
    return wall === undefined ? 'impossible date' : { date: { wall }, text: line.slice(inFile[0].length) };
  }
  const [header, short, day, time, offset, program] = SYSLOG.exec(line) ?? [];
  if (header === undefined) {
    return FILE.test(line + SOME_HEADER.slice(line.length)) ? 'cut short' : 'foreign text';
  }
  const date = short === undefined ? instantOf(day!, time!, offset!) : readSyslogDate(short, known);
  if (date === undefined || date === 'impossible') return 'impossible date';
  return { date, text: program!.startsWith(PROGRAM) ? line.slice(header.length) : undefined };
}

const instantOf = (day: string, time: string, offset: string): ReadDate | undefined =>
  wallTimeOf(`${day} ${time}`) === undefined ? undefined : { instant: Date.parse(`${day}T${time}${offset}`) };

const withoutColours = (line: string) => COLOURS.reduce((text, colour) => text.replace(colour, ''), line);
