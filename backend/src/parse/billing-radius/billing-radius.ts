import { eachOf } from '../../model/accounting-run.ts';
import type { LogFormat, Parser, ParserOptions, RecordSink } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { BEGINNING, LONGEST_LINE, runSplitter } from '../lines.ts';
import { DateResolver } from './dates.ts';
import { readLine } from './full-reader.ts';
import { HEADER } from './grammar.ts';
import { LineTable, UNEXPECTED } from './line-table.ts';
import { BillingRecord } from './record.ts';
import { RowDates } from './row-dates.ts';
import { BillingRun } from './run.ts';

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

const resolverOf = ({ zone, reference, clock }: ParserOptions) => new DateResolver(zoneOf(zone), reference, clock);

/**
 * Reads lines that are as expected in WebAssembly and all others by the whole grammar. `scan: false` reads every line by the
 * whole grammar, more than ten times slower and with the same result.
 */
export function createParser(options: ParserOptions, { scan = true } = {}): Parser {
  const table = new LineTable();
  let dates = resolverOf(options);
  let rowDates = new RowDates(table, dates);
  const record = new BillingRecord(table);
  const run = new BillingRun(table, record);
  let sink: RecordSink;

  const readText = (bytes: Buffer, start: number): number => {
    const end = bytes.indexOf(LINE_FEED, start);
    const tooLong = end - start > LONGEST_LINE;
    const found = tooLong ? 'too long' : readLine(bytes.toString('latin1', start, end), dates, record);
    if (found === 'record') sink.record(record);
    else if (found === 'other') sink.other(record.time);
    else sink.unreadable(found, () => bytes.toString('latin1', start, tooLong ? start + BEGINNING : end));
    return end + 1;
  };
  /** Reads a line that does not find place in the table. */
  const readLong = (bytes: Buffer, start: number): number => {
    table.forgetDates();
    return readText(bytes, start);
  };
  const handOver = (): void => {
    if (run.from === run.to) return;
    if (sink.run) sink.run(run);
    else eachOf(run, sink);
  };
  /** Hands over a line of which no row tells enough. */
  const readAlone = (row: number): void => {
    const { bytes } = table;
    const start = table.lineStart(row);
    if (table.kinds[row] === UNEXPECTED) readText(bytes, start);
    else sink.unreadable('impossible date', () => bytes.toString('latin1', start, table.lineEnd(row) - 1));
  };
  const readRows = (end: number): void => {
    run.begin(0);
    for (let row = 0; row < end; ) {
      const next = table.stretchEnd(row, end);
      const isKnown = table.kinds[row] !== UNEXPECTED && rowDates.add(run, row, next);
      if (!isKnown) {
        handOver();
        for (let alone = row; alone < next; alone++) readAlone(alone);
        run.begin(next);
      }
      row = next;
    }
    handOver();
  };
  const readRun = (bytes: Buffer, start: number, end: number): void => {
    let here = start;
    while (here < end) {
      const to = scan ? table.load(bytes, here, end) : here;
      for (let rows = table.scan(); rows > 0; rows = table.scan()) readRows(rows);
      here = to === here ? readLong(bytes, here) : to;
    }
  };
  const splitter = () => runSplitter(readRun, (beginning) => sink.unreadable('too long', () => beginning));
  let lines = splitter();
  return {
    room: table.room,
    renew(options) {
      dates = resolverOf(options);
      rowDates = new RowDates(table, dates);
      lines = splitter();
      table.forgetDates();
    },
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
