import type { UnreadableReason } from '../../model/accounting.ts';
import type { DateResolver } from './dates.ts';
import { HEADER, parseBody } from './grammar.ts';
import type { BillingRecord } from './record.ts';
import { unreadableReason } from './unreadable.ts';

/** What a line is: an event, which is in the record then, a line that stands for none, or why it cannot be read. */
export type Found = 'record' | 'other' | UnreadableReason;

/** Where the minute ends and where the digits of the second stand in `Apr 30 00:11:25`. */
const MINUTE_END = 12;
const SECOND_START = 13;

/** Reads a line, without its line feed, by the whole grammar. The record is filled where the line is an event, its time always. */
export function readLine(text: string, dates: DateResolver, record: BillingRecord): Found {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  const header = HEADER.exec(line);
  if (!header || line.includes('\0')) return unreadableReason(line);
  const fields = parseBody(line.slice(header[0].length, line.endsWith(' ') ? -1 : undefined));
  if (!fields) return unreadableReason(line);
  if (fields !== 'other' && fields.day) dates.knowDay(fields.day);
  const date = header[1]!;
  const time = dates.resolve(date.slice(0, MINUTE_END), Number(date.slice(SECOND_START)));
  if (Number.isNaN(time)) return 'impossible date';
  record.time = time;
  if (fields === 'other') return 'other';
  record.fill(fields, time);
  return 'record';
}
