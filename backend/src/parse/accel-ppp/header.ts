import type { UnreadableReason } from '../../model/accounting.ts';
import type { writtenDates } from '../written-dates.ts';

/** What stands before a message, and the message. */
export interface Header {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** Undefined for the message of another program. */
  readonly text: string | undefined;
}

/** Of the log file (logs/log_file.c): `[2026-07-10 20:44:36]:  info: `. */
const FILE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]: (?: {2}msg|error| warn| info|debug): /;
/** A header to complete cut ones with. */
const SOME_HEADER = '[2000-01-01 00:00:00]:  info: ';

/** Through syslog: `Jul 10 20:44:36 bras-1 accel-pppd[17]: `, or with a date of RFC 3339. */
const SYSLOG =
  /^(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) \S+ ([\w./-]+)(?:\[\d+\])?: /;
/** What accel-ppp calls itself in syslog; `[log] syslog=` may say more of it. */
const PROGRAM = 'accel-p';

const ESCAPE = '\x1b[';
/** With `color=1` a header stands between two of these. */
const COLOURS = ['0;39m', '1;31m', '1;32m', '1;33m', '1;34m'].map((colour) => ESCAPE + colour);

/** Reads the beginning of a line. */
export function readHeader(written: string, dates: ReturnType<typeof writtenDates>): Header | UnreadableReason {
  const line = written.startsWith(ESCAPE) ? withoutColours(written) : written;
  const inFile = FILE.exec(line);
  const inSyslog = inFile ? null : SYSLOG.exec(line);
  if (!inFile && !inSyslog) return FILE.test(line + SOME_HEADER.slice(line.length)) ? 'cut short' : 'foreign text';
  const time = dates.read(inFile?.[1] ?? line)?.time;
  if (time === undefined) return 'impossible date';
  if (inFile) return { time, text: line.slice(inFile[0].length) };
  const [header, program] = inSyslog as unknown as [string, string];
  return { time, text: program.startsWith(PROGRAM) ? line.slice(header.length) : undefined };
}

const withoutColours = (line: string) => COLOURS.reduce((text, colour) => text.replace(colour, ''), line);
