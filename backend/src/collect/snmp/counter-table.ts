import type { InterfaceReading } from '../../model/device.ts';

/** The counters of an interface as they stood. */
export type Counters = Pick<
  InterfaceReading,
  'inOctets' | 'outOctets' | 'inErrors' | 'outErrors' | 'octetBits' | 'discontinuity'
>;

/** The counters of an interface, in the order in which a table keeps them. */
export const COLUMNS = ['inOctets', 'outOctets', 'inErrors', 'outErrors'] as const;
const WIDE = 1 << COLUMNS.length;
const UNKNOWN = -1;

/** What a table keeps: plain numbers, since there are a hundred in a device and thousands of devices. */
export interface CounterColumns {
  readonly components: readonly string[];
  readonly values: BigUint64Array;
  /** Which counters there are, and whether those of octets have 64 bits. */
  readonly marks: Uint8Array;
  /** Absent where no interface tells. */
  readonly discontinuities: Float64Array | undefined;
}

/** The counters of a device's interfaces as they stood at one poll. */
export interface CounterTable {
  /** Where the counters of a component stand, undefined when there are none; mostly it is at the place where it was. */
  placeOf(component: string, place: number): number | undefined;
  /** A counter of a place, by its column; null where there was none. */
  counter(place: number, column: number): bigint | null;
  octetBits(place: number): 32 | 64;
  discontinuity(place: number): number | null;
  /** Takes others in place of these. */
  fill(components: readonly string[], rows: readonly Counters[]): void;
  /** What it keeps at the moment, not a copy. */
  columns(): CounterColumns;
}

/** One table serves a device for ever, since what lives from one minute to the next is dear to collect. */
export function createCounterTable(restored?: CounterColumns): CounterTable {
  let { components, values, marks, discontinuities } = restored ?? nothing();
  /** Where components are, while they may be asked for at another place. */
  let places: Map<string, number> | undefined;

  return {
    placeOf(component, place) {
      if (components[place] === component) return place;
      places ??= new Map(components.map((each, where) => [each, where]));
      return places.get(component);
    },
    counter: (place, column) => (marks[place]! & (1 << column) ? values[place * COLUMNS.length + column]! : null),
    octetBits: (place) => (marks[place]! & WIDE ? 64 : 32),
    discontinuity(place) {
      const began = discontinuities?.[place] ?? UNKNOWN;
      return began === UNKNOWN ? null : began;
    },
    fill(names, rows) {
      components = names;
      places = undefined;
      if (marks.length !== rows.length) {
        values = new BigUint64Array(rows.length * COLUMNS.length);
        marks = new Uint8Array(rows.length);
      }
      let tell = false;
      for (let place = 0; place < rows.length; place++) {
        const row = rows[place]!;
        let mark = row.octetBits === 64 ? WIDE : 0;
        for (let column = 0; column < COLUMNS.length; column++) {
          const value = row[COLUMNS[column]!];
          if (value === null) continue;
          mark |= 1 << column;
          values[place * COLUMNS.length + column] = value;
        }
        marks[place] = mark;
        tell ||= typeof row.discontinuity === 'number';
      }
      discontinuities = tell ? Float64Array.from(rows, (row) => row.discontinuity ?? UNKNOWN) : undefined;
    },
    columns: () => ({ components, values, marks, discontinuities }),
  };
}

const nothing = (): CounterColumns => ({
  components: [],
  values: new BigUint64Array(),
  marks: new Uint8Array(),
  discontinuities: undefined,
});
