import type { Zone } from '../model/zone.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far a line may lie before the newest one and still be taken for the first of two equal wall times. */
const DISORDER = 2 * MINUTE;

const WALL_TIME = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** The wall time of `YYYY-MM-DD HH:mm:ss`, written as if it were UTC milliseconds; undefined when there is no such time. */
export function wallTimeOf(text: string): number | undefined {
  const match = WALL_TIME.exec(text);
  if (!match) return undefined;
  const wall = Date.parse(`${text.slice(0, 10)}T${text.slice(11)}Z`);
  // Date.parse takes the 31st of any month, and 24:00:00.
  return new Date(wall).getUTCDate() === Number(match[3]) ? wall : undefined;
}

/**
 * Makes instants of the wall times of one log, line by line; `startClock` is the newest instant of an earlier reading. Of
 * the two instants of a repeated hour the first is taken, unless the log has already passed it. A wall time left out by a
 * change of the clocks is read with the offset before the change.
 */
export function wallTimes(zone: Zone, startClock: number | undefined) {
  let clock = startClock;
  let cachedMinute = Number.NaN;
  let cachedInstants: readonly number[] = [];

  const instantsOf = (minute: number): readonly number[] => {
    const instants = zone.instants(minute);
    return instants.length > 0 ? instants : [minute - zone.offset(minute - DAY)];
  };
  const pass = (instant: number): number => {
    clock = clock === undefined ? instant : Math.max(clock, instant);
    return instant;
  };
  return {
    /** The newest instant so far. */
    get clock() {
      return clock;
    },
    /** Takes note of an instant that the log tells without the zone; answers it. */
    pass,
    /** The instant of a wall time, epoch milliseconds UTC. */
    resolve(wall: number): number {
      const minute = Math.floor(wall / MINUTE) * MINUTE;
      if (minute !== cachedMinute) {
        cachedMinute = minute;
        cachedInstants = instantsOf(minute);
      }
      const [first, second] = cachedInstants as [number, number?];
      const rest = wall - minute;
      const passed = second !== undefined && clock !== undefined && first + rest < clock - DISORDER;
      return pass((passed ? second : first) + rest);
    },
  };
}
