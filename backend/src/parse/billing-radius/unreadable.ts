import type { UnreadableReason } from '../../model/accounting.ts';

const NOT_TEXT = /[^\x20-\x7e]/;
const DATE_BEGINNING = /^[A-Z][a-z]{2} [ \d]\d \d\d:/;
const COMPLETE = /( delay \d+\.\d{1,9}|Skiped due to traffic limit -- code 0)[^\d ]|( delay \d+\.\d{1,9}| -- code 0) ./;

/** Why a line does not fit the grammar, as well as can be told. The CR before the line feed is cut off already. */
export function unreadableReason(line: string): UnreadableReason {
  if (line === '') return 'empty';
  if (line.includes('\0')) return 'NUL byte';
  if (COMPLETE.test(line) && DATE_BEGINNING.test(line)) return 'text after the end';
  if (NOT_TEXT.test(line) || !DATE_BEGINNING.test(line.padEnd(10, ' '))) {
    return line.length < 10 && /^[A-Z]/.test(line) ? 'cut short' : 'foreign text';
  }
  return 'cut short';
}
