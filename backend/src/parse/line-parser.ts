import type { AccountingRecord, UnreadableReason } from '../model/accounting.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { Parser, RecordSink } from '../model/contracts/parser.ts';
import { lineSplitter } from './lines.ts';

/** What a line is: an event, the time of a line that stands for none, or why it cannot be read. */
export type Interpretation = AccountingRecord | number | UnreadableReason;

/**
 * A parser of a format in which every line is an entry. `interpret` gets lines as latin1 text, without their end; `memory`
 * answers what it must know of lines before, `shown` what may be told of a line that cannot be read.
 */
export function lineParser(
  interpret: (line: string) => Interpretation,
  times: { readonly clock: number | undefined },
  memory?: () => Json,
  shown: (line: string) => string = (line) => line,
): Parser {
  let sink: RecordSink | undefined;
  const lines = lineSplitter(
    (text) => {
      const found = interpret(text.endsWith('\r') ? text.slice(0, -1) : text);
      if (typeof found === 'string') sink?.unreadable(found, () => shown(text));
      else if (typeof found === 'number') sink?.other(found);
      else sink?.record(found);
    },
    (beginning) => sink?.unreadable('too long', () => shown(beginning)),
  );
  return {
    push(chunk, into) {
      sink = into;
      lines.push(chunk);
    },
    end(into) {
      sink = into;
      lines.end();
    },
    get pending() {
      return lines.pending;
    },
    get clock() {
      return times.clock;
    },
    get memory() {
      return memory?.();
    },
  };
}

const NOTHING: Omit<AccountingRecord, 'kind' | 'time' | 'login' | 'status'> = {
  loginOctets: undefined,
  failed: false,
  failure: undefined,
  statusType: undefined,
  direction: undefined,
  nas: undefined,
  sessionId: undefined,
  sessionSeconds: undefined,
  inputOctets: undefined,
  outputOctets: undefined,
  octetsWrap: false,
  delaySeconds: undefined,
};

/** A record of what an entry carries; everything else is undefined. */
export function recordOf(
  carried: Pick<AccountingRecord, 'kind' | 'time' | 'login' | 'status'> & Partial<AccountingRecord>,
): AccountingRecord {
  return { ...NOTHING, ...carried };
}
