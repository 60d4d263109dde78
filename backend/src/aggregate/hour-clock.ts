import { HOUR, MINUTE } from '../model/targets.ts';
import { startOfHour, type Zone } from '../model/zone.ts';

/** Hours of all zones begin and end on a quarter of an hour. */
const QUARTER = 15 * MINUTE;
const REMEMBERED = 10_000;

/** The hours on the wall of a zone, remembered by quarters of an hour: lines jump between few hours all the time. */
export function hourClock(zone: Zone) {
  const starts = new Map<number, number>();
  const startOf = (time: number): number => {
    const quarter = Math.floor(time / QUARTER);
    const known = starts.get(quarter);
    if (known !== undefined) return known;
    if (starts.size >= REMEMBERED) starts.clear();
    const start = startOfHour(zone, quarter * QUARTER);
    starts.set(quarter, start);
    return start;
  };
  return {
    /** Start of the hour that holds an instant. */
    startOf,
    /** End of the hour that starts here; where clocks change by half an hour, one is shorter. */
    endOf(start: number): number {
      let end = start + HOUR;
      while (startOf(end - QUARTER) !== start) end -= QUARTER;
      return end;
    },
  };
}

export type HourClock = ReturnType<typeof hourClock>;
