import type { AccountingKind, AccountingRecord, AccountingStatusType, OctetRange } from '../../model/accounting.ts';
import { KINDS, STATUS_TYPES } from '../../model/accounting-run.ts';
import type { BillingLine } from './grammar.ts';
import type { LineTable } from './line-table.ts';

const NOTHING = Buffer.alloc(0);
/**
 * The event of a line, another one for each line and always of one shape. It stays in its row until somebody asks for a part of
 * it. What the whole grammar found is put into a row too, so that each part is found in one way only.
 */
export class BillingRecord implements AccountingRecord {
  time = 0;
  readonly octetsWrap = false;
  /** A line without a login is read by the whole grammar. */
  proxy: string | undefined = undefined;
  private readonly table: LineTable;
  private readonly octets: { bytes: Buffer; start: number; end: number } = { bytes: NOTHING, start: 0, end: 0 };
  private readonly nases = new Texts();
  private row = 0;
  /** What the places in the row are places of. */
  private bytes: Buffer = NOTHING;

  constructor(table: LineTable) {
    this.table = table;
  }

  /** Takes the event of a row, whose time is known already. */
  take(row: number): void {
    this.row = row;
    this.bytes = this.table.bytes;
    this.proxy = undefined;
  }

  /** Takes the event of a line that was read by the whole grammar. */
  fill(line: BillingLine, time: number): void {
    const { login, status, nas = '', sessionId = '' } = line;
    this.time = time;
    this.proxy = line.proxy;
    this.bytes = Buffer.from(login + status + nas + sessionId, 'latin1');
    this.row = this.table.put({
      kind: KINDS.indexOf(line.kind),
      failed: status.startsWith(FAILED),
      statusType: STATUS_TYPES.indexOf(line.statusType),
      direction: Number(line.direction ?? 0),
      lengths: [login.length, status.length, nas.length, sessionId.length],
      octets:
        line.sessionTime === undefined
          ? undefined
          : [Number(line.sessionTime), Number(line.inputOctets), Number(line.outputOctets)],
      delaySeconds: line.delay === undefined ? undefined : Number(line.delay),
    });
  }

  get kind(): AccountingKind {
    return KINDS[this.table.kinds[this.row]!]!;
  }

  get login(): string {
    return this.text(this.table.logins);
  }

  get loginOctets(): OctetRange {
    const { octets, table, row } = this;
    octets.bytes = this.bytes;
    octets.start = table.start(row, table.logins);
    octets.end = table.end(row, table.logins);
    return octets;
  }

  get failed(): boolean {
    return this.table.failed[this.row] === 1;
  }

  get status(): string {
    return this.text(this.table.statuses);
  }

  get failure(): string | undefined {
    return this.failed ? failureOf(this.status) : undefined;
  }

  get statusType(): AccountingStatusType | undefined {
    return STATUS_TYPES[this.table.statusTypes[this.row]!];
  }

  get direction(): number | undefined {
    return this.table.directions[this.row] || undefined;
  }

  get nas(): string | undefined {
    const start = this.table.start(this.row, this.table.nases);
    const end = this.table.end(this.row, this.table.nases);
    return start === end ? undefined : this.nases.text(this.bytes, start, end);
  }

  get sessionId(): string | undefined {
    return this.text(this.table.sessions) || undefined;
  }

  get sessionSeconds(): number | undefined {
    const { table, row } = this;
    return table.hasOctets[row] === 1 ? table.sessionTimes[row]! / 100 : undefined;
  }

  get inputOctets(): number | undefined {
    const { table, row } = this;
    return table.hasOctets[row] === 1 ? table.inputOctets[row]! : undefined;
  }

  get outputOctets(): number | undefined {
    const { table, row } = this;
    return table.hasOctets[row] === 1 ? table.outputOctets[row]! : undefined;
  }

  get delaySeconds(): number | undefined {
    const { table, row } = this;
    return table.hasDelay[row] === 1 ? table.delaySeconds[row]! : undefined;
  }

  private text(field: Int32Array): string {
    const { table, row } = this;
    return this.bytes.toString('latin1', table.start(row, field), table.end(row, field));
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
