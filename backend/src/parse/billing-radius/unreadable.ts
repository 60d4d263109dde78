import type { UnreadableReason } from '../../model/accounting.ts';
import { HEADER, isPlainText, parseBody } from './grammar.ts';

/** A header to complete cut ones with, as short as a header can be. */
const SHORTEST_HEADER = 'Jan  1 00:00:00 rad radiusd: [00000] ';
/** What stands at the end of a body that is whole, found as far to the right as possible. */
const UP_TO_THE_END = /^(?:.* delay \d+\.\d{1,9}|.* -- code 0|huawei_.* \d{10}|Billing: no TASK)/;

/** Why a line does not fit the grammar, as well as can be told. The CR before the line feed is cut off already. */
export function unreadableReason(line: string): UnreadableReason {
  if (line === '') return 'empty';
  if (line.includes('\0')) return 'NUL byte';
  const header = HEADER.exec(line)?.[0];
  if (!header) return HEADER.test(line + SHORTEST_HEADER.slice(line.length)) ? 'cut short' : 'foreign text';
  const body = line.slice(header.length);
  const whole = UP_TO_THE_END.exec(body)?.[0];
  if (whole !== undefined && whole.length < body.length && parseBody(whole)) return 'text after the end';
  return whole !== undefined || !isPlainText(body) ? 'foreign text' : 'cut short';
}
