import type { AccountingRecord, UnreadableReason } from '../../model/accounting.ts';
import type { LogFormat, Parser, ParserOptions, RecordSink } from '../../model/contracts/parser.ts';
import { traditionalLine } from '../../model/syslog.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { lineSplitter } from '../lines.ts';
import { dateResolver } from './dates.ts';
import { type BillingLine, HEADER, parseBody } from './grammar.ts';
import { unreadableReason } from './unreadable.ts';

const DAY_WITH_YEAR = /input \((\d{4})\.(\d\d)\.(\d\d) (\d\d):(\d\d):(\d\d),/;

/** The billing-RADIUS log: one event a line, dates without a year, accounting lines with one inside. */
export const billingRadius: LogFormat = {
  type: 'billing-radius',
  create,
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

function create(options: ParserOptions): Parser {
  const dates = dateResolver(zoneOf(options.zone), options.reference, options.clock);
  let sink: RecordSink | undefined;
  const lines = lineSplitter(
    (text) => {
      const found = interpret(text.endsWith('\r') ? text.slice(0, -1) : text, dates);
      if (typeof found === 'string') sink?.unreadable(found, () => text);
      else if (typeof found === 'number') sink?.other(found);
      else sink?.record(found);
    },
    (beginning) => sink?.unreadable('too long', () => beginning),
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
      return dates.clock;
    },
  };
}

/** An event, the time of a line that stands for none, or why the line cannot be read. */
function interpret(line: string, dates: ReturnType<typeof dateResolver>): AccountingRecord | number | UnreadableReason {
  const header = HEADER.exec(line);
  if (!header || line.includes('\0')) return unreadableReason(line);
  const fields = parseBody(line.slice(header[0].length, line.endsWith(' ') ? -1 : undefined));
  if (!fields) return unreadableReason(line);
  if (fields !== 'other' && fields.day) dates.knowDay(fields.day);
  const time = dates.resolve(header[1]!);
  if (time === undefined) return 'impossible date';
  return fields === 'other' ? time : recordOf(fields, time);
}

function recordOf(fields: BillingLine, time: number): AccountingRecord {
  const { kind, login, status, statusType, nas, sessionId } = fields;
  const failed = status.startsWith('FAILED');
  const centiseconds = numberOf(fields.sessionTime);
  return {
    kind,
    time,
    login,
    loginOctets: undefined,
    ...(fields.proxy === undefined ? {} : { proxy: fields.proxy }),
    status,
    failed,
    failure: failed ? failureOf(status) : undefined,
    statusType,
    direction: numberOf(fields.direction),
    nas,
    sessionId,
    sessionSeconds: centiseconds === undefined ? undefined : centiseconds / 100,
    inputOctets: numberOf(fields.inputOctets),
    outputOctets: numberOf(fields.outputOctets),
    octetsWrap: false,
    delaySeconds: numberOf(fields.delay),
  };
}

/** The longest cause of a failure, characters. */
const LONGEST_FAILURE = 60;

/** The cause in a status: what a database says after it differs from line to line, and so do numbers. */
function failureOf(status: string): string {
  const cause = status.slice('FAILED '.length).split('<SQL>')[0]!;
  return cause.replaceAll(/\d+/g, '#').slice(0, LONGEST_FAILURE).trim();
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
