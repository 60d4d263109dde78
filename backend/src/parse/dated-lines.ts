import type { UnreadableReason } from '../model/accounting.ts';
import { type SyslogMessage, traditionalLine } from '../model/syslog.ts';
import type { Zone } from '../model/zone.ts';
import { beginsWithDate, type writtenDates } from './written-dates.ts';

/** `host program[pid]: ` as syslog writes it after the date. */
const SYSLOG_TAG = /^ [\w.:-]{1,255} [\w./-]{1,255}(?:\[\d{1,10}\])?: ?/;

/** The instant of the date in front of a line and what follows the date, or why there is none. */
export function datedLine(
  line: string,
  dates: ReturnType<typeof writtenDates>,
): { readonly time: number; readonly rest: string } | UnreadableReason {
  if (line === '') return 'empty';
  if (line.includes('\0')) return 'NUL byte';
  const date = dates.read(line);
  if (date === undefined) return 'no date';
  return date.time === undefined ? 'impossible date' : { time: date.time, rest: line.slice(date.length) };
}

/** What follows host and program in a line of syslog; undefined when these do not stand at its beginning. */
export function afterSyslogTag(rest: string): string | undefined {
  const tag = SYSLOG_TAG.exec(rest)?.[0];
  return tag === undefined ? undefined : rest.slice(tag.length);
}

/** The line that a file would hold of a syslog message: its text, where that is a dated line already, which a relay has read. */
export const lineOfSyslog = (message: SyslogMessage, zone: Zone): string =>
  beginsWithDate(message.text) ? message.text : traditionalLine(message, zone);
