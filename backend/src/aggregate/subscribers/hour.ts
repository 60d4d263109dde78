import type { OctetRange } from '../../model/accounting.ts';
import { ANOMALY_NAMES, type AnomalyLimits, type AnomalyList, type AnomalyLists } from '../../model/subscribers.ts';
import { Aliases } from './aliases.ts';
import { hashOf, KeyWords, type Words, wordsOf } from './key-words.ts';
import { PSEUDONYM_OCTETS } from './names.ts';
import { FAILED, HourUsers, INPUT, MARKS, OUTPUT, type Page, STOPS, ZERO_INPUT, ZERO_OUTPUT } from './users.ts';
import { type CountedEvent, IS_FAILED, IS_STOP, WaitingEvents } from './waiting-events.ts';

/** Marks of a user: it has an anomaly; it changed since `settle`; its key is kept. */
const ANOMALOUS = 1;
const CHANGED = 2;
const KEPT = 4;

/** Where the value of each anomaly stands, in the order of ANOMALY_NAMES. */
const PLACES = [FAILED, STOPS, ZERO_INPUT, ZERO_OUTPUT, INPUT, OUTPUT];

/** What stands outside of memory for a login, which is given as to HourUsers. */
export type AliasOf = (keys: Words, at: number, length: number, hash: number) => Uint8Array;

/** What is counted of the subscribers of one hour, by their logins. */
export class SubscriberHour {
  readonly users: HourUsers;
  readonly #waiting = new WaitingEvents();
  readonly #changed: number[] = [];
  #refused = 0;
  readonly #limits: AnomalyLimits;
  readonly #anomalous: number[] = [];
  readonly #aliasOf: AliasOf | undefined;
  readonly #aliases = new Aliases();
  /** Users that were restored and whose logins are not known yet: until then their aliases are their keys. */
  #nameless = 0;
  readonly #alias = new KeyWords(wordsOf(PSEUDONYM_OCTETS));

  /** Room is made for `expected` users at once. */
  constructor(limits: AnomalyLimits, expected = 0, aliasOf?: AliasOf) {
    this.#limits = limits;
    this.users = new HourUsers(expected);
    this.#aliasOf = aliasOf;
  }

  /** Users that changed since `settle`. */
  get changed(): readonly number[] {
    this.#countWaiting();
    return this.#changed;
  }

  /** Takes an event of the subscriber with the login in these octets. */
  count(event: CountedEvent, login: OctetRange): void {
    if (this.#waiting.add(event, login)) this.#countWaiting();
  }

  /** How many events could not be counted since it was asked last, as there was no room for one more subscriber. */
  takeRefused(): number {
    this.#countWaiting();
    const refused = this.#refused;
    this.#refused = 0;
    return refused;
  }

  /** What stands for a login outside of memory; undefined where it is not known here. */
  alias(keys: Words, at: number, length: number, hash: number): Uint8Array | undefined {
    const user = this.users.find(keys, at, length, hash);
    return user < 0 ? undefined : this.#aliases.get(user);
  }

  /** What of a user stands outside of memory for its login. */
  keyKept(user: number): Uint8Array {
    return this.#aliasOf ? this.#aliases.get(user) : this.users.key(user);
  }

  /** Copies it to where a word begins, and answers its length. */
  copyKept(user: number, into: Words, at: number): number {
    return this.#aliasOf ? this.#aliases.copy(user, into.octets, at * 4) : this.users.copyKey(user, into, at);
  }

  /** True when a row with the key of this user was written. */
  isKept(user: number): boolean {
    return (this.users.page(user).words[this.users.base(user) + MARKS]! & KEPT) !== 0;
  }

  /** The users that changed are written, with their keys. */
  settle(): void {
    const { users } = this;
    for (const user of this.#changed) {
      const { words } = users.page(user);
      words[users.base(user) + MARKS] = (words[users.base(user) + MARKS]! & ~CHANGED) | KEPT;
    }
    this.#changed.length = 0;
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
    this.#countWaiting();
    const names = this.#anomalous.map((user) => nameOf(this.keyKept(user)));
    return Object.fromEntries(
      ANOMALY_NAMES.map((anomaly, index) => [anomaly, this.#list(names, PLACES[index]!, this.#limits[anomaly])]),
    ) as unknown as AnomalyLists;
  }

  /** Those whose value at a place is above a limit; `names` are those of the anomalous users. */
  #list(names: readonly string[], place: number, limit: number): AnomalyList {
    const list: [string, number][] = [];
    for (let index = 0; index < names.length; index++) {
      const value = this.#value(this.#anomalous[index]!, place);
      if (value > limit) list.push([names[index]!, value]);
    }
    return list.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  #value(user: number, place: number): number {
    const { words, doubles } = this.users.page(user);
    const base = this.users.base(user);
    return place < FAILED ? doubles[(base >>> 1) + place]! : words[base + place]!;
  }

  #countWaiting(): void {
    const { users } = this;
    const { keys, places, lengths, hashes, fetched, count } = this.#waiting;
    if (count === 0) return;
    this.#waiting.hash();
    users.fetch(hashes, count, fetched);
    for (let event = 0; event < count; event++) {
      const at = places[event]!;
      const length = lengths[event]!;
      let user = users.find(keys, at, length, hashes[event]!);
      if (user < 0) user = this.#enter(keys, at, length, hashes[event]!);
      if (user < 0) this.#refused++;
      else this.#countEvent(event, user);
    }
    this.#waiting.clear();
  }

  #countEvent(event: number, user: number): void {
    const page = this.users.page(user);
    const base = this.users.base(user);
    const { words, doubles } = page;
    const said = this.#waiting.marks[event]!;
    const input = this.#waiting.input[event]!;
    const output = this.#waiting.output[event]!;
    if ((said & IS_FAILED) !== 0) words[base + FAILED]!++;
    if ((said & IS_STOP) !== 0) words[base + STOPS]!++;
    if (input === 0) words[base + ZERO_INPUT]!++;
    else if (!Number.isNaN(input)) doubles[(base >>> 1) + INPUT]! += input;
    if (output === 0) words[base + ZERO_OUTPUT]!++;
    else if (!Number.isNaN(output)) doubles[(base >>> 1) + OUTPUT]! += output;

    const marks = words[base + MARKS]!;
    if ((marks & CHANGED) === 0) {
      this.#changed.push(user);
      words[base + MARKS] = marks | CHANGED;
    }
    if ((marks & ANOMALOUS) === 0) this.#judge(user, page, base);
  }

  /** The number of a user whose login is not known yet: a new one, or one that was restored under its alias. */
  #enter(keys: Words, at: number, length: number, hash: number): number {
    const { users } = this;
    const alias = this.#aliasOf?.(keys, at, length, hash);
    if (!alias) return users.add(keys, at, length, hash);
    const restored = this.#nameless > 0 ? this.#findAlias(alias) : -1;
    if (restored >= 0) {
      users.rename(restored, keys, at, length, hash);
      this.#nameless--;
      return restored;
    }
    const user = users.add(keys, at, length, hash);
    if (user >= 0) this.#aliases.set(user, alias);
    return user;
  }

  #findAlias(alias: Uint8Array): number {
    this.#alias.clear();
    const at = this.#alias.put(alias, 0, alias.length);
    return this.users.find(this.#alias, at, alias.length, hashOf(this.#alias.words, at, alias.length));
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
