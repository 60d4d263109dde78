import type { DateResolver } from './dates.ts';
import * as fields from './fields.ts';
import type { Found } from './full-reader.ts';
import { KnownText } from './known-text.ts';
import type { Digits } from './octets.ts';
import * as octets from './octets.ts';
import type { BillingRecord } from './record.ts';

// Names of the module itself are constants to the compiler; imported ones are looked up at each use.
const { DIGIT, HOST, ID, IP, TEXT, WORD, holds, literal, readDigits, skip } = octets;
const {
  BRACKET,
  CARRIAGE_RETURN,
  COLON,
  COMMA,
  DELETE,
  DOT,
  identifierEnd,
  isSecond,
  LINE_FEED,
  OPEN,
  outputEnd,
  placeEnd,
  processEnd,
  QUOTE,
  SIX,
  SPACE,
  savedSessionEnd,
  statusTypeAt,
  UNEXPECTED,
  ZERO,
} = fields;

/** Octets that must be readable after the line feed of a line. */
export const SPARE = 8;

/** Two octets as they are read together. */
const SPACE_QUOTE = 0x27_20;
const ZERO_SPACE = 0x20_30;

/** Digits that a double holds exactly. */
const MOST_DIGITS = 15;
const MOST_DECIMALS = 9;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, exponent) => 10 ** exponent);

const MINUTE = /^[A-Z][a-z]{2} [ \d]\d [0-2]\d:[0-5]\d$/;
const MINUTE_LENGTH = 12;
const DATE_LENGTH = 15;
const EVENT_MINUTE = /^\d{4}\.\d\d\.\d\d \d\d:\d\d$/;
const DAY_LENGTH = 10;
const EVENT_MINUTE_LENGTH = 16;

const ACCOUNTING = literal('Billing-Accounting: ');
const AUTHENTICATION = literal('Billing-Authentication: ');
const SESSION = literal('huawei_save_sessid: added ');
const VIA = literal(' via ');
const OK = literal(' - OK -- input (');
const FAILED = literal(' - FAILED ');
/** What stands between the text of a status and what was asked of the server. */
const STATUS_END = / -- (?:code -?\d+, )?input \($/;
const SKIPPED = literal(' - OK Skiped due to traffic limit -- code 0');
const FRAMED = literal(',Virtual-Access,Framed,PPP,');
const RADIUS = literal(',RADIUS,');
const DELAY = literal(' delay ');

/**
 * Reads lines that are exactly as expected, by the grammar of `grammar.ts` and some narrower: it answers UNEXPECTED
 * for every line of which it cannot be sure that the grammar makes the same of it. Each octet is looked at once, mostly with its
 * neighbours; no octet after a line feed is needed, though up to SPARE are read.
 */
export class LineScanner {
  found: Found = 'other';
  private readonly dates: DateResolver;
  private readonly record: BillingRecord;
  private bytes: Buffer = Buffer.alloc(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  private readonly minute = new KnownText(MINUTE_LENGTH, MINUTE);
  private readonly eventMinute = new KnownText(EVENT_MINUTE_LENGTH, EVENT_MINUTE);
  /** The day with its year of the newest accounting line, and the minute it was taken of. */
  private day = '';
  private dayMinute = '';
  private readonly digits: Digits = { value: 0, end: 0 };

  constructor(dates: DateResolver, record: BillingRecord) {
    this.dates = dates;
    this.record = record;
  }

  /** Names the octets in which lines are read next. */
  look(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Reads the line that begins at `at`: where the next one begins, or UNEXPECTED; `found` says what the line is. */
  scan(at: number): number {
    const { view, bytes, minute } = this;
    if (!minute.stands(view, bytes, at) || !isSecond(view.getInt32(at + MINUTE_LENGTH, true), SPACE)) return UNEXPECTED;
    const body = processEnd(view, at + DATE_LENGTH + 1);
    let here = body === UNEXPECTED ? UNEXPECTED : this.body(body);
    if (here === UNEXPECTED) return UNEXPECTED;
    let octet = view.getUint8(here);
    if (octet === SPACE) octet = view.getUint8(++here);
    if (octet === CARRIAGE_RETURN) octet = view.getUint8(++here);
    if (octet !== LINE_FEED) return UNEXPECTED;
    if (this.found === 'record' && this.record.kind === 'accounting') this.dates.knowDay(this.day);
    const second = (view.getUint8(at + 13) - ZERO) * 10 + view.getUint8(at + 14) - ZERO;
    this.record.time = this.dates.resolve(minute.text, second);
    if (Number.isNaN(this.record.time)) this.found = 'impossible date';
    return here + 1;
  }

  /** Reads the body of a line up to its end. */
  private body(at: number): number {
    const view = this.view;
    this.found = 'record';
    if (holds(view, at, ACCOUNTING)) return this.accounting(at + ACCOUNTING.length);
    if (holds(view, at, AUTHENTICATION)) return this.authentication(at + AUTHENTICATION.length);
    this.found = 'other';
    return holds(view, at, SESSION) ? savedSessionEnd(view, at + SESSION.length) : UNEXPECTED;
  }

  private accounting(at: number): number {
    const { view, record } = this;
    let here = identifierEnd(view, at);
    if (here === UNEXPECTED) return UNEXPECTED;
    const number = here;
    here = skip(view, here, DIGIT);
    if (here === number || view.getUint16(here, true) !== SPACE_QUOTE) return UNEXPECTED;
    this.begin();
    record.loginOctets.start = here + 2;
    here = skip(view, here + 2, WORD);
    record.loginOctets.end = here;
    if (here === record.loginOctets.start || view.getUint8(here++) !== QUOTE) return UNEXPECTED;
    if (!holds(view, here, VIA)) {
      if (!holds(view, here, SKIPPED)) return UNEXPECTED;
      record.kind = 'skipped';
      record.statusField.start = here + 3;
      record.statusField.end = here + 33;
      return here + SKIPPED.length;
    }
    record.kind = 'accounting';
    here = this.status(here + VIA.length);
    if (here === UNEXPECTED || !this.hasEventDate(here)) return UNEXPECTED;
    here = this.nas(here + EVENT_MINUTE_LENGTH + 4);
    if (here === UNEXPECTED) return UNEXPECTED;
    const type = statusTypeAt(view, here);
    if (type === undefined) return UNEXPECTED;
    record.statusType = type;
    const id = here + type.length + 1;
    here = skip(view, id, ID);
    record.sessionIdField.start = id;
    record.sessionIdField.end = here;
    if (here === id || !holds(view, here, RADIUS)) return UNEXPECTED;
    here += RADIUS.length;
    const direction = view.getUint8(here);
    if (direction !== COMMA) {
      if (direction <= ZERO || direction > SIX) return UNEXPECTED;
      record.direction = direction - ZERO;
      here++;
    }
    if (view.getUint8(here) !== COMMA) return UNEXPECTED;
    here = skip(view, here + 1, TEXT);
    if (view.getUint8(here) !== COMMA) return UNEXPECTED;
    here = skip(view, here + 1, IP);
    if (type !== 'Start') here = this.counters(here);
    return this.delay(placeEnd(view, here, record.sessionIdField));
  }

  private authentication(at: number): number {
    const { view, record } = this;
    let here = identifierEnd(view, at);
    if (here === UNEXPECTED || view.getUint16(here, true) !== ZERO_SPACE) return UNEXPECTED;
    this.begin();
    record.kind = 'authentication';
    record.loginOctets.start = here + 2;
    here = skip(view, here + 2, WORD);
    record.loginOctets.end = here;
    if (here === record.loginOctets.start || !holds(view, here, VIA)) return UNEXPECTED;
    here = this.status(here + VIA.length);
    if (here === UNEXPECTED) return UNEXPECTED;
    here = this.nas(here);
    if (here === UNEXPECTED || view.getUint8(here) !== COMMA) return UNEXPECTED;
    here = placeEnd(view, skip(view, here + 1, TEXT), record.sessionIdField);
    return this.delay(outputEnd(view, here));
  }

  /** Forgets the event of the line before. */
  private begin(): void {
    const { record } = this;
    record.begin(this.bytes);
    record.failed = false;
    record.statusType = undefined;
    record.direction = undefined;
    record.nasField.end = record.nasField.start;
    record.sessionIdField.end = record.sessionIdField.start;
    record.sessionTimeField.end = record.sessionTimeField.start;
    record.input = Number.NaN;
    record.output = Number.NaN;
    record.delay = Number.NaN;
  }

  /** `radius@startip_nn - OK -- input (` */
  private status(at: number): number {
    const { view, record } = this;
    const here = skip(view, at, WORD);
    if (here === at) return UNEXPECTED;
    if (!holds(view, here, OK)) return this.failedStatus(here);
    record.statusField.start = here + 3;
    record.statusField.end = here + 5;
    return here + OK.length;
  }

  /** ` - FAILED Service isn?t ON. -- code -3, input (`: the text ends before the first bracket, or is not as expected. */
  private failedStatus(at: number): number {
    const { bytes, record } = this;
    if (!holds(this.view, at, FAILED)) return UNEXPECTED;
    let end = at + FAILED.length;
    while (isStatusText(bytes[end]!)) end++;
    const match = STATUS_END.exec(bytes.toString('latin1', at + FAILED.length, end + 1));
    if (match === null) return UNEXPECTED;
    record.failed = true;
    record.statusField.start = at + 3;
    record.statusField.end = at + FAILED.length + match.index;
    return end + 1;
  }

  /** `2020.04.30 00:11:25,` */
  private hasEventDate(at: number): boolean {
    const { view, bytes, eventMinute } = this;
    if (!eventMinute.stands(view, bytes, at)) return false;
    if (eventMinute.text !== this.dayMinute) {
      this.dayMinute = eventMinute.text;
      const day = eventMinute.text.slice(0, DAY_LENGTH);
      if (day !== this.day) this.day = day;
    }
    return isSecond(view.getInt32(at + EVENT_MINUTE_LENGTH, true), COMMA);
  }

  /** `192.0.2.1:35785781,Virtual-Access,Framed,PPP,` */
  private nas(at: number): number {
    const { view, record } = this;
    const end = skip(view, at, HOST);
    if (end === at || view.getUint8(end) !== COLON) return UNEXPECTED;
    record.nasField.start = at;
    record.nasField.end = end;
    const here = skip(view, end + 1, DIGIT);
    return here > end + 1 && holds(view, here, FRAMED) ? here + FRAMED.length : UNEXPECTED;
  }

  /** `,0,11475000,185574571421,1365095871`: cause, time, input, output. */
  private counters(at: number): number {
    const { view, record } = this;
    if (view.getUint8(at) !== COMMA) return UNEXPECTED;
    const cause = skip(view, at + 1, DIGIT);
    if (cause === at + 1 || view.getUint8(cause) !== COMMA) return UNEXPECTED;
    const time = skip(view, cause + 1, DIGIT);
    if (time === cause + 1 || view.getUint8(time) !== COMMA) return UNEXPECTED;
    record.sessionTimeField.start = cause + 1;
    record.sessionTimeField.end = time;
    readDigits(view, time + 1, this.digits);
    const input = this.digits.end;
    if (input === time + 1 || input > time + 1 + MOST_DIGITS || view.getUint8(input) !== COMMA) return UNEXPECTED;
    record.input = this.digits.value;
    readDigits(view, input + 1, this.digits);
    const output = this.digits.end;
    if (output === input + 1 || output > input + 1 + MOST_DIGITS) return UNEXPECTED;
    record.output = this.digits.value;
    return output;
  }

  /** ` delay 0.346060` */
  private delay(at: number): number {
    const { view, record } = this;
    if (at === UNEXPECTED || !holds(view, at, DELAY)) return UNEXPECTED;
    const whole = at + DELAY.length;
    readDigits(view, whole, this.digits);
    const point = this.digits.end;
    if (point === whole || view.getUint8(point) !== DOT) return UNEXPECTED;
    const { value } = this.digits;
    readDigits(view, point + 1, this.digits);
    const { end } = this.digits;
    const decimals = end - point - 1;
    if (decimals < 1 || decimals > MOST_DECIMALS || end - whole - 1 > MOST_DIGITS) return UNEXPECTED;
    // Both are exact, so their quotient is the double nearest to the number, as it is of its text.
    const power = POWERS[decimals]!;
    record.delay = (value * power + this.digits.value) / power;
    return end;
  }
}

/** Printable octets, but for what begins another field. */
const isStatusText = (octet: number) => octet >= SPACE && octet < DELETE && octet !== OPEN && octet !== BRACKET;
