import type { AccountingKind, AccountingRecord, AccountingStatusType, OctetRange } from '../../model/accounting.ts';
import type { BillingLine } from './grammar.ts';

/** Where a field stands in the octets of its line. */
export interface Field {
  start: number;
  end: number;
}

const NOTHING = Buffer.alloc(0);
const field = (): Field => ({ start: 0, end: 0 });

/**
 * The event of a line, filled again for each line and always of one shape. Texts stay octets until somebody asks for one.
 * What the line does not carry is NaN or an empty field here, and undefined outside.
 */
export class BillingRecord implements AccountingRecord {
  kind: AccountingKind = 'accounting';
  time = 0;
  failed = false;
  statusType: AccountingStatusType | undefined = undefined;
  direction: number | undefined = undefined;
  readonly octetsWrap = false;
  readonly loginOctets: Field & OctetRange & { bytes: Buffer } = { bytes: NOTHING, start: 0, end: 0 };

  readonly statusField = field();
  readonly nasField = field();
  readonly sessionIdField = field();
  /** Digits, centiseconds. */
  readonly sessionTimeField = field();
  input = Number.NaN;
  output = Number.NaN;
  delay = Number.NaN;
  private readonly nases = new Texts();
  /** The fields as the full parser found them, of a line that is not as expected. */
  private line: BillingLine | undefined = undefined;

  /** Begins a new event in these octets. */
  begin(bytes: Buffer): void {
    this.line = undefined;
    this.loginOctets.bytes = bytes;
  }

  /** Takes the event of a line that the full parser read. */
  fill(line: BillingLine, time: number): void {
    this.line = line;
    this.kind = line.kind;
    this.time = time;
    this.failed = line.status.startsWith(FAILED);
    this.statusType = line.statusType;
    this.direction = numberOf(line.direction);
    this.input = Number(line.inputOctets ?? Number.NaN);
    this.output = Number(line.outputOctets ?? Number.NaN);
    this.delay = Number(line.delay ?? Number.NaN);
    this.loginOctets.bytes = Buffer.from(line.login, 'latin1');
    this.loginOctets.start = 0;
    this.loginOctets.end = line.login.length;
  }

  get login(): string {
    return this.line ? this.line.login : this.text(this.loginOctets);
  }

  /** A line without a login is read by the whole grammar. */
  get proxy(): string | undefined {
    return this.line?.proxy;
  }

  get status(): string {
    return this.line ? this.line.status : this.text(this.statusField);
  }

  get failure(): string | undefined {
    return this.failed ? failureOf(this.status) : undefined;
  }

  get nas(): string | undefined {
    if (this.line) return this.line.nas;
    const { start, end } = this.nasField;
    return start === end ? undefined : this.nases.text(this.loginOctets.bytes, start, end);
  }

  get sessionId(): string | undefined {
    if (this.line) return this.line.sessionId;
    return this.sessionIdField.start === this.sessionIdField.end ? undefined : this.text(this.sessionIdField);
  }

  get sessionSeconds(): number | undefined {
    if (!this.line && this.sessionTimeField.start === this.sessionTimeField.end) return undefined;
    const centiseconds = numberOf(this.line ? this.line.sessionTime : this.text(this.sessionTimeField));
    return centiseconds === undefined ? undefined : centiseconds / 100;
  }

  get inputOctets(): number | undefined {
    return Number.isNaN(this.input) ? undefined : this.input;
  }

  get outputOctets(): number | undefined {
    return Number.isNaN(this.output) ? undefined : this.output;
  }

  get delaySeconds(): number | undefined {
    return Number.isNaN(this.delay) ? undefined : this.delay;
  }

  private text({ start, end }: Field): string {
    return this.loginOctets.bytes.toString('latin1', start, end);
  }
}

/** The beginning of the status of every event that failed. */
const FAILED = 'FAILED';
/** The longest cause of a failure, characters. */
const LONGEST_FAILURE = 60;

/** The cause in a status: what a database says after it differs from line to line, and so do numbers. */
function failureOf(status: string): string {
  const cause = status.slice(FAILED.length + 1).split('<SQL>')[0]!;
  return cause.replaceAll(/\d+/g, '#').slice(0, LONGEST_FAILURE).trim();
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** Slots for texts of few different values; two that share a slot only cost the making of a string. */
const SLOTS = 256;

/** Makes each of a few texts that come again and again only once. */
class Texts {
  private readonly slots: { octets: Buffer; text: string }[] = Array(SLOTS).fill({ octets: NOTHING, text: '' });

  /** The latin1 text of octets. */
  text(bytes: Buffer, start: number, end: number): string {
    let hash = 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + bytes[at]!;
    const slot = hash & (SLOTS - 1);
    const { octets, text } = this.slots[slot]!;
    if (octets.length === end - start) {
      let same = 0;
      while (same < octets.length && octets[same] === bytes[start + same]) same++;
      if (same === octets.length) return text;
    }
    const made = bytes.toString('latin1', start, end);
    this.slots[slot] = { octets: Buffer.from(made, 'latin1'), text: made };
    return made;
  }
}
