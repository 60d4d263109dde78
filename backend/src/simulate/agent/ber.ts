import type { Oid } from './oid.ts';
import { type SnmpValue, TAGS } from './value.ts';

/** Writes BER (X.690) from its end to its begin, so that every length is known when its turn comes. */
export class BerWriter {
  #octets = Buffer.allocUnsafe(512);
  #start = 512;

  /** What was written so far, in front of what was written before it. */
  take(): Buffer {
    const written = Buffer.from(this.#octets.subarray(this.#start));
    this.#start = this.#octets.length;
    return written;
  }

  /** Position from the end; hand it to `close` to wrap all that was written since. */
  mark(): number {
    return this.#octets.length - this.#start;
  }

  close(tag: number, mark: number): void {
    this.#length(this.mark() - mark);
    this.#octet(tag);
  }

  bytes(content: Uint8Array): void {
    this.#room(content.length);
    this.#start -= content.length;
    this.#octets.set(content, this.#start);
  }

  /** A whole number below 2^53 in two's complement, in as few octets as it takes. */
  integer(tag: number, value: number): void {
    const mark = this.mark();
    let rest = value;
    do {
      this.#octet(rest & 0xff);
      rest = Math.floor(rest / 256);
    } while (rest !== 0 && rest !== -1);
    const top = this.#octets[this.#start]!;
    if (rest === 0 && top > 127) this.#octet(0);
    if (rest === -1 && top < 128) this.#octet(0xff);
    this.close(tag, mark);
  }

  oid(oid: Oid): void {
    const mark = this.mark();
    // Most numbers take one octet and none more than five.
    this.#room(5 * oid.length);
    for (let index = oid.length - 1; index > 0; index--) {
      const arc = index === 1 ? oid[0]! * 40 + oid[1]! : oid[index]!;
      this.#octets[--this.#start] = arc % 128;
      for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
        this.#octets[--this.#start] = 128 + (rest % 128);
      }
    }
    this.close(TAGS.oid, mark);
  }

  value(value: SnmpValue): void {
    const tag = TAGS[value.type];
    const mark = this.mark();
    switch (value.type) {
      case 'integer':
      case 'counter32':
      case 'gauge32':
      case 'ticks':
        this.integer(tag, value.value);
        break;
      case 'counter64':
        this.#counter64(value.value);
        break;
      case 'oid':
        this.oid(value.value);
        break;
      case 'octets':
      case 'opaque':
      case 'address':
        this.bytes(value.value);
        this.close(tag, mark);
        break;
      default:
        this.close(tag, mark);
    }
  }

  #counter64(value: bigint): void {
    if (value <= Number.MAX_SAFE_INTEGER) {
      this.integer(TAGS.counter64, Number(value));
      return;
    }
    const mark = this.mark();
    for (let rest = value; rest > 0n; rest >>= 8n) this.#octet(Number(rest & 0xffn));
    if (this.#octets[this.#start]! > 127) this.#octet(0);
    this.close(TAGS.counter64, mark);
  }

  #length(length: number): void {
    let octets = 0;
    for (let rest = length; rest > 0 && length > 127; rest >>= 8, octets++) this.#octet(rest & 0xff);
    this.#octet(octets === 0 ? length : 128 + octets);
  }

  #octet(octet: number): void {
    if (this.#start === 0) this.#room(1);
    this.#octets[--this.#start] = octet;
  }

  #room(length: number): void {
    if (this.#start >= length) return;
    const grown = Buffer.allocUnsafe(2 * this.#octets.length + length);
    const start = grown.length - this.mark();
    grown.set(this.#octets.subarray(this.#start), start);
    this.#octets = grown;
    this.#start = start;
  }
}

/** Reads BER. Every method throws a RangeError on octets that are not what was asked for. */
export class BerReader {
  readonly #octets: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(octets: Uint8Array, start = 0, end = octets.length) {
    this.#octets = octets;
    this.#at = start;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The tag of what comes next. */
  peek(): number {
    return this.done ? malformed('nothing left') : this.#octets[this.#at]!;
  }

  /** The content of the next element, which must have this tag. */
  open(tag: number): BerReader {
    if (this.peek() !== tag) malformed(`found tag ${this.peek()}, expected ${tag}`);
    this.#at++;
    const length = this.#length();
    const start = this.#at;
    if (length > this.#end - start) malformed('an element is longer than what holds it');
    this.#at += length;
    return new BerReader(this.#octets, start, start + length);
  }

  bytes(tag: number): Uint8Array {
    return this.open(tag).#rest();
  }

  /** A whole number in two's complement of at most 32 bits, or unsigned with its leading zero. */
  integer(tag: number): number {
    const content = this.bytes(tag);
    if (content.length === 0 || content.length > 5) malformed(`an integer of ${content.length} octets`);
    return content.reduce((value, octet) => value * 256 + octet, content[0]! > 127 ? -1 : 0);
  }

  oid(): Oid {
    const content = this.bytes(TAGS.oid);
    const arcs: number[] = [];
    let arc = 0;
    for (const octet of content) {
      arc = arc * 128 + (octet & 127);
      if (arc >= 2 ** 32 + 80) malformed('an object identifier with a number of more than 32 bits');
      if (octet > 127) continue;
      arcs.push(arc);
      arc = 0;
    }
    if (content.length === 0 || content.at(-1)! > 127) malformed('an object identifier that breaks off');
    const [first, ...rest] = arcs as [number, ...number[]];
    const top = Math.min(2, Math.floor(first / 40));
    return [top, first - 40 * top, ...rest];
  }

  value(): SnmpValue {
    const tag = this.peek();
    switch (tag) {
      case TAGS.integer:
        return { type: 'integer', value: this.integer(tag) };
      case TAGS.counter32:
        return { type: 'counter32', value: this.integer(tag) };
      case TAGS.gauge32:
        return { type: 'gauge32', value: this.integer(tag) };
      case TAGS.ticks:
        return { type: 'ticks', value: this.integer(tag) };
      case TAGS.counter64:
        return { type: 'counter64', value: this.bytes(tag).reduce((value, octet) => value * 256n + BigInt(octet), 0n) };
      case TAGS.octets:
        return { type: 'octets', value: this.bytes(tag) };
      case TAGS.opaque:
        return { type: 'opaque', value: this.bytes(tag) };
      case TAGS.address:
        return { type: 'address', value: this.bytes(tag) };
      case TAGS.oid:
        return { type: 'oid', value: this.oid() };
      case TAGS.null:
        return this.#empty(tag, 'null');
      case TAGS.noSuchObject:
        return this.#empty(tag, 'noSuchObject');
      case TAGS.noSuchInstance:
        return this.#empty(tag, 'noSuchInstance');
      case TAGS.endOfMibView:
        return this.#empty(tag, 'endOfMibView');
      default:
        return malformed(`a value with tag ${tag}`);
    }
  }

  #empty(tag: number, type: 'null' | 'noSuchObject' | 'noSuchInstance' | 'endOfMibView'): SnmpValue {
    this.bytes(tag);
    return { type };
  }

  #length(): number {
    const first = this.#next();
    if (first < 128) return first;
    const octets = first - 128;
    if (octets === 0 || octets > 4) malformed(`a length of ${octets} octets`);
    let length = 0;
    for (let index = 0; index < octets; index++) length = length * 256 + this.#next();
    return length;
  }

  #next(): number {
    if (this.done) malformed('it breaks off');
    return this.#octets[this.#at++]!;
  }

  #rest(): Uint8Array {
    return this.#octets.subarray(this.#at, this.#end);
  }
}

function malformed(what: string): never {
  throw new RangeError(`not BER: ${what}`);
}
