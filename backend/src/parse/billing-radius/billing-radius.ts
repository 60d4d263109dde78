import type { LogFormat, Parser, ParserOptions, RecordSink } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { BEGINNING, LONGEST_LINE, runSplitter } from '../lines.ts';
import { DateResolver } from './dates.ts';
import { UNEXPECTED } from './fields.ts';
import { type Found, readLine } from './full-reader.ts';
import { HEADER } from './grammar.ts';
import { BillingRecord } from './record.ts';
import { LineScanner, SPARE } from './scanner.ts';

const DAY_WITH_YEAR = /input \((\d{4})\.(\d\d)\.(\d\d) (\d\d):(\d\d):(\d\d),/;
const LINE_FEED = 10;

/** The billing-RADIUS log: one event a line, dates without a year, accounting lines with one inside. */
export const billingRadius: LogFormat = {
  type: 'billing-radius',
  create: (options) => createParser(options),
  reference(head, zone) {
    const match = DAY_WITH_YEAR.exec(Buffer.from(head).toString('latin1'));
    if (!match) return undefined;
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return wall - zoneOf(zone).offset(wall);
  },
  // A relay that reads the file sends its whole lines as texts.
  lineOfSyslog: (message, zone) => (HEADER.test(message.text) ? message.text : traditionalLine(message, zone)),
};

/**
 * Reads lines that are as expected octet by octet and all others by the whole grammar. `scan: false` reads every line by the
 * whole grammar, more than ten times slower and with the same result.
 */
export function createParser(options: ParserOptions, { scan = true } = {}): Parser {
  const dates = new DateResolver(zoneOf(options.zone), options.reference, options.clock);
  const record = new BillingRecord();
  const scanner = new LineScanner(dates, record);
  let sink: RecordSink;

  /** Tells what the line in these octets is. */
  const tell = (found: Found, bytes: Buffer, start: number, end: number) => {
    if (found === 'record') sink.record(record);
    else if (found === 'other') sink.other(record.time);
    else sink.unreadable(found, () => bytes.toString('latin1', start, end));
  };
  const readText = (bytes: Buffer, start: number): number => {
    const end = bytes.indexOf(LINE_FEED, start);
    const tooLong = end - start > LONGEST_LINE;
    const found = tooLong ? 'too long' : readLine(bytes.toString('latin1', start, end), dates, record);
    tell(found, bytes, start, tooLong ? start + BEGINNING : end);
    return end + 1;
  };
  const readRun = (bytes: Buffer, start: number, end: number) => {
    scanner.look(bytes);
    let here = start;
    while (here < end) {
      const next = scan ? scanner.scan(here) : UNEXPECTED;
      if (next === UNEXPECTED) here = readText(bytes, here);
      else {
        tell(scanner.found, bytes, here, next - 1);
        here = next;
      }
    }
  };
  const lines = runSplitter(
    (bytes, start, end) => {
      if (end + SPARE <= bytes.length) {
        readRun(bytes, start, end);
        return;
      }
      // The last line goes where octets are readable behind it.
      const last = end - start > 1 ? Math.max(start, bytes.lastIndexOf(LINE_FEED, end - 2) + 1) : start;
      readRun(bytes, start, last);
      readRun(Buffer.concat([bytes.subarray(last, end), Buffer.alloc(SPARE)]), 0, end - last);
    },
    (beginning) => sink.unreadable('too long', () => beginning),
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
      return Number.isNaN(dates.newest) ? undefined : dates.newest;
    },
  };
}
