import type { AccountingRecord } from '../../model/accounting.ts';
import { ANOMALY_NAMES, type AnomalyLimits, type AnomalyLists } from '../../model/subscribers.ts';
import { Aliases } from './aliases.ts';
import { FAILED, HourUsers, hashOf, INPUT, MARKS, OUTPUT, type Page, STOPS, ZERO_INPUT, ZERO_OUTPUT } from './users.ts';

/** Marks of a user: it has an anomaly; it changed since `settle`; its key is kept. */
const ANOMALOUS = 1;
const CHANGED = 2;
const KEPT = 4;

/** Where the value of each anomaly stands, in the order of ANOMALY_NAMES. */
const PLACES = [FAILED, STOPS, ZERO_INPUT, ZERO_OUTPUT, INPUT, OUTPUT];

/** True for an event that changes what is counted of its subscriber. */
export const isCounted = ({ failed, statusType, inputOctets, outputOctets }: AccountingRecord): boolean =>
  failed || statusType === 'Stop' || inputOctets !== undefined || outputOctets !== undefined;

/** What stands outside of memory for the login in these octets, whose hash is given too. */
export type AliasOf = (bytes: Uint8Array, start: number, end: number, hash: number) => Uint8Array;

/** What is counted of the subscribers of one hour, by their logins. */
export class SubscriberHour {
  readonly users: HourUsers;
  /** Users that changed since `settle`. */
  readonly changed: number[] = [];
  readonly #limits: AnomalyLimits;
  readonly #anomalous: number[] = [];
  readonly #aliasOf: AliasOf | undefined;
  readonly #aliases = new Aliases();
  /** Users that were restored and whose logins are not known yet: until then their aliases are their keys. */
  #nameless = 0;

  /** Room is made for `expected` users at once. */
  constructor(limits: AnomalyLimits, expected = 0, aliasOf?: AliasOf) {
    this.#limits = limits;
    this.users = new HourUsers(expected);
    this.#aliasOf = aliasOf;
  }

  /** Counts an event of the subscriber with the login in these octets. False when there is no room for one more. */
  count(record: AccountingRecord, bytes: Uint8Array, start: number, end: number): boolean {
    const { users } = this;
    const hash = hashOf(bytes, start, end);
    let user = users.find(bytes, start, end, hash);
    if (user < 0) user = this.#enter(bytes, start, end, hash);
    if (user < 0) return false;
    const page = users.page(user);
    const base = users.base(user);
    const { words, doubles } = page;
    const { inputOctets, outputOctets } = record;
    if (record.failed) words[base + FAILED]!++;
    if (record.statusType === 'Stop') words[base + STOPS]!++;
    if (inputOctets === 0) words[base + ZERO_INPUT]!++;
    else if (inputOctets !== undefined) doubles[(base >>> 1) + INPUT]! += inputOctets;
    if (outputOctets === 0) words[base + ZERO_OUTPUT]!++;
    else if (outputOctets !== undefined) doubles[(base >>> 1) + OUTPUT]! += outputOctets;

    const marks = words[base + MARKS]!;
    if ((marks & CHANGED) === 0) {
      this.changed.push(user);
      words[base + MARKS] = marks | CHANGED;
    }
    if ((marks & ANOMALOUS) === 0) this.#judge(user, page, base);
    return true;
  }

  /** What stands for a login outside of memory; undefined where it is not known here. */
  alias(bytes: Uint8Array, start: number, end: number, hash: number): Uint8Array | undefined {
    const user = this.users.find(bytes, start, end, hash);
    return user < 0 ? undefined : this.#aliases.get(user);
  }

  /** What of a user stands outside of memory for its login. */
  keyKept(user: number): Uint8Array {
    return this.#aliasOf ? this.#aliases.get(user) : this.users.key(user);
  }

  /** Copies it and answers its length. */
  copyKept(user: number, into: Uint8Array, place: number): number {
    return this.#aliasOf ? this.#aliases.copy(user, into, place) : this.users.copyKey(user, into, place);
  }

  /** True when a row with the key of this user was written. */
  isKept(user: number): boolean {
    return (this.users.page(user).words[this.users.base(user) + MARKS]! & KEPT) !== 0;
  }

  /** The users that changed are written, with their keys. */
  settle(): void {
    const { users } = this;
    for (const user of this.changed) {
      const { words } = users.page(user);
      words[users.base(user) + MARKS] = (words[users.base(user) + MARKS]! & ~CHANGED) | KEPT;
    }
    this.changed.length = 0;
  }

  /** These users were put back from rows. */
  restored(users: readonly number[]): void {
    for (const user of users) {
      const page = this.users.page(user);
      const base = this.users.base(user);
      if (this.#aliasOf && (page.words[base + MARKS]! & KEPT) === 0) {
        this.#aliases.set(user, this.users.key(user));
        this.#nameless++;
      }
      page.words[base + MARKS]! |= KEPT;
      if ((page.words[base + MARKS]! & ANOMALOUS) === 0) this.#judge(user, page, base);
    }
  }

  /** Who has which anomaly, under what `nameOf` makes of a key. */
  lists(nameOf: (key: Uint8Array) => string): AnomalyLists {
    const lists = ANOMALY_NAMES.map((): [string, number][] => []);
    for (const user of this.#anomalous) {
      const name = nameOf(this.keyKept(user));
      const { words, doubles } = this.users.page(user);
      const base = this.users.base(user);
      for (const [index, anomaly] of ANOMALY_NAMES.entries()) {
        const place = PLACES[index]!;
        const value = place < FAILED ? doubles[(base >>> 1) + place]! : words[base + place]!;
        if (value > this.#limits[anomaly]) lists[index]!.push([name, value]);
      }
    }
    for (const list of lists) list.sort(([a, valueA], [b, valueB]) => valueB - valueA || (a < b ? -1 : 1));
    return Object.fromEntries(
      ANOMALY_NAMES.map((anomaly, index) => [anomaly, lists[index]!]),
    ) as unknown as AnomalyLists;
  }

  /** The number of a user whose login is not known yet: a new one, or one that was restored under its alias. */
  #enter(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const { users } = this;
    const alias = this.#aliasOf?.(bytes, start, end, hash);
    if (!alias) return users.add(bytes, start, end, hash);
    const restored = this.#nameless > 0 ? users.find(alias, 0, alias.length, hashOf(alias, 0, alias.length)) : -1;
    if (restored >= 0) {
      users.rename(restored, bytes, start, end, hash);
      this.#nameless--;
      return restored;
    }
    const user = users.add(bytes, start, end, hash);
    if (user >= 0) this.#aliases.set(user, alias);
    return user;
  }

  /** Takes note of a user that is anomalous by now: what is counted never falls. */
  #judge(user: number, { words, doubles }: Page, base: number): void {
    const limits = this.#limits;
    const isAnomalous =
      words[base + FAILED]! > limits.failed ||
      words[base + STOPS]! > limits.stops ||
      words[base + ZERO_INPUT]! > limits.zero_input ||
      words[base + ZERO_OUTPUT]! > limits.zero_output ||
      doubles[(base >>> 1) + INPUT]! > limits.input ||
      doubles[(base >>> 1) + OUTPUT]! > limits.output;
    if (!isAnomalous) return;
    this.#anomalous.push(user);
    words[base + MARKS]! |= ANOMALOUS;
  }
}
