import { TAGS } from './tags.ts';

/**
 * Writes elements of BER (X.690) from the last to the first, so that every length is known when it is written, into room that
 * must suffice.
 */
export class BackwardWriter {
  readonly size: number;
  /** Where the last written octet stands. */
  at: number;
  private readonly room: Buffer;

  constructor(size: number) {
    this.size = size;
    this.at = size;
    this.room = Buffer.allocUnsafe(size);
  }

  /** Type and length of the element whose content goes from here to `end`. */
  head(tag: number, end: number): void {
    const length = end - this.at;
    if (length < 0x80) this.octet(length);
    else {
      this.octet(length & 0xff);
      if (length > 0xff) this.octet(length >> 8);
      this.octet(length > 0xff ? 0x82 : 0x81);
    }
    this.octet(tag);
  }

  /** A whole number from 0 to 2³¹ − 1. */
  integer(value: number): void {
    const end = this.at;
    this.octet(value & 0xff);
    for (let rest = value >> 8; rest > 0 || this.room[this.at]! >= 0x80; rest >>= 8) this.octet(rest & 0xff);
    this.head(TAGS.integer, end);
  }

  text(content: string): void {
    const end = this.at;
    this.at -= Buffer.byteLength(content);
    this.room.write(content, this.at);
    this.head(TAGS.octets, end);
  }

  octets(content: Buffer): void {
    const end = this.at;
    this.raw(content);
    this.head(TAGS.octets, end);
  }

  /** So many zeros, to be filled in later. */
  zeros(count: number): void {
    const end = this.at;
    this.at -= count;
    this.room.fill(0, this.at, end);
    this.head(TAGS.octets, end);
  }

  /** What is written already. */
  raw(content: Buffer): void {
    this.at -= content.length;
    this.room.set(content, this.at);
  }

  /** An OID in dots and numbers, of two numbers at least. */
  oid(text: string): void {
    const end = this.at;
    const first = text.indexOf('.');
    const dot = text.indexOf('.', first + 1);
    const second = dot < 0 ? text.length : dot;
    let value = 0;
    let unit = 1;
    for (let place = text.length - 1; place > second; place--) {
      const digit = text.charCodeAt(place) - 0x30;
      if (digit >= 0) {
        value += digit * unit;
        unit *= 10;
        continue;
      }
      this.arc(value);
      value = 0;
      unit = 1;
    }
    if (second < text.length) this.arc(value);
    this.arc(40 * Number(text.slice(0, first)) + Number(text.slice(first + 1, second)));
    this.head(TAGS.oid, end);
  }

  written(): Buffer {
    return this.room.subarray(this.at);
  }

  private octet(value: number): void {
    this.room[--this.at] = value;
  }

  private arc(value: number): void {
    this.octet(value & 0x7f);
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) this.octet((rest & 0x7f) | 0x80);
  }
}
