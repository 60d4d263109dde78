import type { SnmpValue } from './values.ts';

/** Values of a column by index, in the order of the rows. */
export interface ColumnValues {
  readonly size: number;
  /** `place` is where the row mostly is, when that is known. */
  get(index: string, place?: number): SnmpValue | undefined;
  has(index: string, place?: number): boolean;
  keys(): Iterable<string>;
  values(): Iterable<SnmpValue>;
  [Symbol.iterator](): Iterator<[string, SnmpValue]>;
}

/**
 * The values of a column as its rows are read one after another. While they are the expected ones it keeps nothing but the
 * values, since there are several columns in each of thousands of devices at every poll.
 */
export class RowValues implements ColumnValues {
  size = 0;
  /** Rows read, those without a value included. */
  rows = 0;
  private readonly expected: readonly string[];
  /** Once another row than expected was read. */
  private own: string[] | undefined;
  private readonly read: (SnmpValue | null)[];
  /** Where the rows are, once one was asked for elsewhere. */
  private places: Map<string, number> | undefined;

  constructor(expected: readonly string[]) {
    this.expected = expected;
    this.read = new Array(expected.length);
  }

  /** The index expected next; undefined when none is, or another was read before. */
  get next(): string | undefined {
    return this.own ? undefined : this.expected[this.rows];
  }

  /** Adds the next row; null where it has no value. */
  add(index: string, value: SnmpValue | null): void {
    if (!this.own && this.next !== index) this.own = this.expected.slice(0, this.rows);
    this.own?.push(index);
    this.read[this.rows++] = value;
    if (value !== null) this.size++;
    this.places = undefined;
  }

  get(index: string, place?: number): SnmpValue | undefined {
    const known = place !== undefined && place < this.rows && this.indexAt(place) === index;
    return this.read[known ? place : this.placeOf(index)] ?? undefined;
  }

  has(index: string, place?: number): boolean {
    return this.get(index, place) !== undefined;
  }

  *[Symbol.iterator](): Generator<[string, SnmpValue]> {
    for (let place = 0; place < this.rows; place++) {
      const value = this.read[place]!;
      if (value !== null) yield [this.indexAt(place), value];
    }
  }

  *keys(): Generator<string> {
    for (const [index] of this) yield index;
  }

  *values(): Generator<SnmpValue> {
    for (const [, value] of this) yield value;
  }

  private indexAt(place: number): string {
    return (this.own ?? this.expected)[place]!;
  }

  private placeOf(index: string): number {
    this.places ??= new Map(Array.from({ length: this.rows }, (_, place) => [this.indexAt(place), place]));
    return this.places.get(index) ?? -1;
  }
}
