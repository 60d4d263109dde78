import type { InterfaceReading } from '../../model/device.ts';

/** The counters of an interface as they stood. */
export type Counters = Pick<
  InterfaceReading,
  'inOctets' | 'outOctets' | 'inErrors' | 'outErrors' | 'octetBits' | 'discontinuity'
>;

const COLUMNS = ['inOctets', 'outOctets', 'inErrors', 'outErrors'] as const;
const WIDE = 1 << COLUMNS.length;
const UNKNOWN = -1;

/** The counters of a device's interfaces from one poll to the next. */
export interface CounterTable {
  readonly components: readonly string[];
  /** The counters of the interface at this place. */
  at(place: number): Counters;
}

/** Keeps counters as plain numbers, since there are a hundred in a device and thousands of devices. */
export function counterTable(components: readonly string[], rows: readonly Counters[]): CounterTable {
  const values = new BigUint64Array(rows.length * COLUMNS.length);
  /** Which counters there are, and whether those of octets have 64 bits. */
  const marks = new Uint8Array(rows.length);
  rows.forEach((row, place) => {
    marks[place] = row.octetBits === 64 ? WIDE : 0;
    COLUMNS.forEach((column, at) => {
      const value = row[column];
      if (value === null) return;
      marks[place]! |= 1 << at;
      values[place * COLUMNS.length + at] = value;
    });
  });
  const tell = rows.some(({ discontinuity }) => typeof discontinuity === 'number');
  const discontinuities = tell ? Float64Array.from(rows, (row) => row.discontinuity ?? UNKNOWN) : undefined;
  const counter = (place: number, at: number) =>
    marks[place]! & (1 << at) ? values[place * COLUMNS.length + at]! : null;
  return {
    components,
    at(place) {
      const began = discontinuities?.[place] ?? UNKNOWN;
      return {
        inOctets: counter(place, 0),
        outOctets: counter(place, 1),
        inErrors: counter(place, 2),
        outErrors: counter(place, 3),
        octetBits: marks[place]! & WIDE ? 64 : 32,
        discontinuity: began === UNKNOWN ? null : began,
      };
    },
  };
}
