import type { AccountingRecord } from '../../model/accounting.ts';
import { ANOMALY_NAMES, type AnomalyLimits, type AnomalyLists } from '../../model/subscribers.ts';
import { FAILED, HourUsers, hashOf, INPUT, OUTPUT, STOPS, ZERO_INPUT, ZERO_OUTPUT } from './users.ts';

/** Marks of a user: it has an anomaly; it changed since `settle`; its key is kept. */
const ANOMALOUS = 1;
const CHANGED = 2;
const KEPT = 4;

/** True for an event that changes what is counted of its subscriber. */
export const isCounted = ({ failed, statusType, inputOctets, outputOctets }: AccountingRecord): boolean =>
  failed || statusType === 'Stop' || inputOctets !== undefined || outputOctets !== undefined;

/** What is counted of the subscribers of one hour, by their keys. */
export class SubscriberHour {
  readonly users: HourUsers;
  /** Users that changed since `settle`. */
  readonly changed: number[] = [];
  readonly #limits: AnomalyLimits;
  readonly #anomalous: number[] = [];

  /** Room is made for `expected` users at once. */
  constructor(limits: AnomalyLimits, expected = 0) {
    this.#limits = limits;
    this.users = new HourUsers(expected);
  }

  /** Counts an event of the subscriber with the key in these octets. False when there is no room for one more. */
  count(record: AccountingRecord, bytes: Uint8Array, start: number, end: number): boolean {
    const { users } = this;
    const hash = hashOf(bytes, start, end);
    let user = users.find(bytes, start, end, hash);
    if (user < 0) user = users.add(bytes, start, end, hash);
    if (user < 0) return false;
    const { words, doubles } = users.page(user);
    const base = users.base(user);
    const { failed, statusType, inputOctets, outputOctets } = record;
    if (failed) words[base + FAILED]!++;
    if (statusType === 'Stop') words[base + STOPS]!++;
    if (inputOctets !== undefined) {
      if (inputOctets === 0) words[base + ZERO_INPUT]!++;
      else doubles[(base >>> 1) + INPUT]! += inputOctets;
    }
    if (outputOctets !== undefined) {
      if (outputOctets === 0) words[base + ZERO_OUTPUT]!++;
      else doubles[(base >>> 1) + OUTPUT]! += outputOctets;
    }
    this.#change(user);
    this.#judge(user);
    return true;
  }

  /** What of a user's key is kept. */
  keyKept(user: number): Uint8Array {
    return this.users.key(user);
  }

  /** True when a row with the key of this user was written. */
  isKept(user: number): boolean {
    return (this.users.marks(user) & KEPT) !== 0;
  }

  /** The users that changed are written, with their keys. */
  settle(): void {
    for (const user of this.changed) {
      this.users.unmark(user, CHANGED);
      this.users.mark(user, KEPT);
    }
    this.changed.length = 0;
  }

  /** These users were put back from rows. */
  restored(users: readonly number[]): void {
    for (const user of users) {
      this.users.mark(user, KEPT);
      this.#judge(user);
    }
  }

  /** Who has which anomaly, under what `nameOf` makes of a key. */
  lists(nameOf: (key: Uint8Array) => string): AnomalyLists {
    const { users } = this;
    const anomalous = this.#anomalous.map((user) => {
      const { words, doubles } = users.page(user);
      const base = users.base(user);
      const values = [
        ...[FAILED, STOPS, ZERO_INPUT, ZERO_OUTPUT].map((place) => words[base + place]!),
        ...[INPUT, OUTPUT].map((place) => doubles[(base >>> 1) + place]!),
      ];
      return { name: nameOf(users.key(user)), values };
    });
    const lists = ANOMALY_NAMES.map((anomaly, place) => [
      anomaly,
      anomalous
        .filter(({ values }) => values[place]! > this.#limits[anomaly])
        .map(({ name, values }) => [name, values[place]!] as const)
        .sort(([a, valueA], [b, valueB]) => valueB - valueA || (a < b ? -1 : 1)),
    ]);
    return Object.fromEntries(lists);
  }

  #change(user: number): void {
    if ((this.users.marks(user) & CHANGED) !== 0) return;
    this.changed.push(user);
    this.users.mark(user, CHANGED);
  }

  /** Takes note of a user that is anomalous by now: what is counted never falls. */
  #judge(user: number): void {
    const { users } = this;
    if ((users.marks(user) & ANOMALOUS) !== 0) return;
    const { words, doubles } = users.page(user);
    const base = users.base(user);
    const limits = this.#limits;
    const anomalous =
      words[base + FAILED]! > limits.failed ||
      words[base + STOPS]! > limits.stops ||
      words[base + ZERO_INPUT]! > limits.zero_input ||
      words[base + ZERO_OUTPUT]! > limits.zero_output ||
      doubles[(base >>> 1) + INPUT]! > limits.input ||
      doubles[(base >>> 1) + OUTPUT]! > limits.output;
    if (!anomalous) return;
    this.#anomalous.push(user);
    users.mark(user, ANOMALOUS);
  }
}
