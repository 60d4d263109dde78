import type { InterfaceReading } from '../../model/device.ts';

/** The counters of an interface as they stood. */
export type Counters = Pick<
  InterfaceReading,
  'inOctets' | 'outOctets' | 'inErrors' | 'outErrors' | 'octetBits' | 'discontinuity'
>;

const COLUMNS = ['inOctets', 'outOctets', 'inErrors', 'outErrors'] as const;
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
  /** The counters of a component; mostly it is at the place where it was. */
  of(component: string, place: number): Counters | undefined;
  /** Takes others in place of these; what `of` has answered stays as it is. */
  fill(components: readonly string[], rows: readonly Counters[]): void;
  /** What it keeps at the moment, not a copy. */
  columns(): CounterColumns;
}

/** One table serves a device for ever, since what lives from one minute to the next is dear to collect. */
export function createCounterTable(restored?: CounterColumns): CounterTable {
  let { components, values, marks, discontinuities } = restored ?? nothing();
  /** Where components are, while they may be asked for at another place. */
  let places: Map<string, number> | undefined;

  const counter = (place: number, at: number) =>
    marks[place]! & (1 << at) ? values[place * COLUMNS.length + at]! : null;
  const at = (place: number): Counters => {
    const began = discontinuities?.[place] ?? UNKNOWN;
    return {
      inOctets: counter(place, 0),
      outOctets: counter(place, 1),
      inErrors: counter(place, 2),
      outErrors: counter(place, 3),
      octetBits: marks[place]! & WIDE ? 64 : 32,
      discontinuity: began === UNKNOWN ? null : began,
    };
  };
  return {
    of(component, place) {
      if (components[place] === component) return at(place);
      places ??= new Map(components.map((each, where) => [each, where]));
      const found = places.get(component);
      return found === undefined ? undefined : at(found);
    },
    fill(names, rows) {
      components = names;
      places = undefined;
      if (marks.length !== rows.length) {
        values = new BigUint64Array(rows.length * COLUMNS.length);
        marks = new Uint8Array(rows.length);
      }
      for (const [place, row] of rows.entries()) {
        marks[place] = row.octetBits === 64 ? WIDE : 0;
        for (const [column, name] of COLUMNS.entries()) {
          const value = row[name];
          if (value === null) continue;
          marks[place]! |= 1 << column;
          values[place * COLUMNS.length + column] = value;
        }
      }
      const tell = rows.some(({ discontinuity }) => typeof discontinuity === 'number');
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
