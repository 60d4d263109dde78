import { PSEUDONYM_OCTETS } from './names.ts';
import { copyOctets } from './octet-pool.ts';

const PAGE_BITS = 12;
const PAGE_USERS = 1 << PAGE_BITS;

/** The pseudonyms of the users of an hour, by number. */
export class Aliases {
  readonly #pages: Uint8Array[] = [];

  set(user: number, alias: Uint8Array): void {
    while (user >>> PAGE_BITS >= this.#pages.length) this.#pages.push(new Uint8Array(PAGE_USERS * PSEUDONYM_OCTETS));
    this.#pages[user >>> PAGE_BITS]!.set(alias, (user & (PAGE_USERS - 1)) * PSEUDONYM_OCTETS);
  }

  /** Copies the pseudonym of a user and answers its length. */
  copy(user: number, into: Uint8Array, place: number): number {
    const start = (user & (PAGE_USERS - 1)) * PSEUDONYM_OCTETS;
    copyOctets(this.#pages[user >>> PAGE_BITS]!, start, PSEUDONYM_OCTETS, into, place);
    return PSEUDONYM_OCTETS;
  }

  get(user: number): Uint8Array {
    const start = (user & (PAGE_USERS - 1)) * PSEUDONYM_OCTETS;
    return this.#pages[user >>> PAGE_BITS]!.subarray(start, start + PSEUDONYM_OCTETS);
  }
}
