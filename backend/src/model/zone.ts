import { IANAZone } from 'luxon';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUARTER = 15 * MINUTE;
/** Quarters of an hour whose offset is remembered. */
const MOST_KNOWN = 1000;

/** Between UTC and the clocks on the wall of one time zone. Wall times are written as if they were UTC milliseconds. */
export interface Zone {
  readonly name: string;
  /** Milliseconds to add to the instant to get its wall time. */
  offset(instant: number): number;
  /** The instants at which clocks show this wall time, ascending: two when an hour is repeated, none when it is left out. */
  instants(wall: number): number[];
  /** `YYYY-MM-DD HH:mm:ss` of an instant on the wall. */
  format(instant: number): string;
}

/** Start of the hour on the wall that holds an instant, as an instant. */
export function startOfHour(zone: Zone, instant: number): number {
  const wall = instant + zone.offset(instant);
  return instant - (((wall % HOUR) + HOUR) % HOUR);
}

/** True for an IANA zone name that this Node.js knows. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The zone of an IANA name; check it with isZone first. */
export function zone(name: string): Zone {
  const iana = IANAZone.create(name);
  // Offsets only ever change on a quarter of an hour; neighbouring lines of a log share theirs, mostly.
  let newest = Number.NaN;
  let newestOffset = 0;
  const known = new Map<number, number>();
  const offset = (instant: number) => {
    const quarter = Math.floor(instant / QUARTER);
    if (quarter === newest) return newestOffset;
    let found = known.get(quarter);
    if (found === undefined) {
      found = iana.offset(quarter * QUARTER) * MINUTE;
      if (known.size === MOST_KNOWN) known.clear();
      known.set(quarter, found);
    }
    newest = quarter;
    newestOffset = found;
    return found;
  };
  const instants = (wall: number) => {
    const offsets = new Set([offset(wall - DAY), offset(wall + DAY)]);
    return [...offsets]
      .map((candidate) => wall - candidate)
      .filter((instant) => instant + offset(instant) === wall)
      .sort((a, b) => a - b);
  };
  const format = (instant: number) => new Date(instant + offset(instant)).toISOString().slice(0, 19).replace('T', ' ');
  return { name, offset, instants, format };
}
