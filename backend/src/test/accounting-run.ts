import { countRecord } from '../aggregate/hours.ts';
import type { AccountingRecord } from '../model/accounting.ts';
import { type AccountingRun, KINDS, NO_EVENT, STATUS_TYPES } from '../model/accounting-run.ts';

/** True for an entry that a run can tell: an event with a login, and with input and output octets or neither. */
export const fitsRun = (entry: AccountingRecord | number): boolean =>
  typeof entry === 'number' ||
  (entry.login !== '' && (entry.inputOctets === undefined) === (entry.outputOctets === undefined));

/** A run of entries: events, and dates of entries that stand for none. It begins with some index that is not zero. */
export function runOf(entries: readonly (AccountingRecord | number)[]): AccountingRun {
  const from = 3;
  const to = from + entries.length;
  const times = entries.map((entry) => (typeof entry === 'number' ? entry : entry.time));
  const column = (told: (record: AccountingRecord) => number, otherwise = 0) => [
    ...Array(from).fill(99),
    ...entries.map((entry) => (typeof entry === 'number' ? otherwise : told(entry))),
  ];
  return {
    ...{ from, to, oldest: Math.min(...times), newest: Math.max(...times) },
    time: (index) => times[index - from]!,
    columns: {
      kinds: Uint8Array.from(column(({ kind }) => KINDS.indexOf(kind), NO_EVENT)),
      statusTypes: Uint8Array.from(column(({ statusType }) => STATUS_TYPES.indexOf(statusType))),
      failed: Uint8Array.from(column(({ failed }) => Number(failed))),
      hasOctets: Uint8Array.from(column(({ inputOctets }) => Number(inputOctets !== undefined))),
      inputOctets: Float64Array.from(column(({ inputOctets }) => inputOctets ?? 0)),
      outputOctets: Float64Array.from(column(({ outputOctets }) => outputOctets ?? 0)),
    },
    login(index) {
      const bytes = Buffer.from(`>${(entries[index - from] as AccountingRecord).login}<`, 'latin1');
      return { bytes, start: 1, end: bytes.length - 1 };
    },
    record: (index) => entries[index - from] as AccountingRecord,
    addTo(sums, first, end) {
      for (const entry of entries.slice(first - from, end - from))
        if (typeof entry !== 'number') countRecord(sums, entry);
    },
  };
}
