/** Octets of a page, a power of two. */
const PAGE_BITS = 18;
const PAGE_OCTETS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_OCTETS - 1;

/** Copies a few octets, for which a call of `set` and the view it needs would cost more. */
export function copyOctets(from: Uint8Array, start: number, length: number, into: Uint8Array, place: number): void {
  for (let index = 0; index < length; index++) into[place + index] = from[start + index]!;
}

/** Holds many short runs of octets one after another, in pages that are never copied; at most 4 GiB. */
export class OctetPool {
  readonly #pages: Uint8Array[] = [];
  #end = 0;

  /** Keeps a copy of the octets, at most a page of them, and answers where it stands. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    // A run never spans two pages.
    if ((this.#end & PAGE_MASK) + length > PAGE_OCTETS) this.#end = this.#pages.length * PAGE_OCTETS;
    const at = this.#end;
    if (at >>> PAGE_BITS === this.#pages.length) this.#pages.push(new Uint8Array(PAGE_OCTETS));
    const page = this.#pages[at >>> PAGE_BITS]!;
    const offset = at & PAGE_MASK;
    copyOctets(bytes, start, length, page, offset);
    this.#end = at + length;
    return at;
  }

  /** A view of octets that are kept. */
  get(at: number, length: number): Uint8Array {
    const offset = at & PAGE_MASK;
    return this.#pages[at >>> PAGE_BITS]!.subarray(offset, offset + length);
  }

  /** Copies octets that are kept. */
  copy(at: number, length: number, into: Uint8Array, place: number): void {
    copyOctets(this.#pages[at >>> PAGE_BITS]!, at & PAGE_MASK, length, into, place);
  }

  /** True when the octets kept at a place begin with these. */
  equals(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const page = this.#pages[at >>> PAGE_BITS]!;
    const offset = (at & PAGE_MASK) - start;
    for (let index = start; index < end; index++) if (page[offset + index] !== bytes[index]) return false;
    return true;
  }
}
