import { HOUR } from '../../model/targets.ts';
import { startOfHour, type Zone } from '../../model/zone.ts';
import type { SubscriberHour } from './hour.ts';
import { hourKeeping } from './keeping.ts';

/**
 * Hours that are counted at a time: the newest, and the two others that a line belonged to last. So the hours on both sides
 * of a full hour stay open whatever the disorder, and older files may be read while the running hour waits.
 */
const MOST_OPEN = 3;

/** An hour that is counted. `published` says whether its lists are told as they are. */
export interface OpenHour {
  readonly start: number;
  readonly counted: SubscriberHour;
  readonly keeping: ReturnType<typeof hourKeeping>;
  published: boolean;
}

/** From when until when an hour lasts, and the hour while it is counted. */
export interface HourSpan {
  readonly start: number;
  readonly end: number;
  readonly hour: OpenHour | undefined;
}

/** Which hours are open, the one touched last at the end, and which were closed, by their starts. */
export interface HourOrder {
  readonly open: readonly (readonly [start: number, published: boolean])[];
  readonly closed: readonly number[];
}

/**
 * The hours of a log that are counted, as its lines come. An hour is closed for good when one more is needed than may be
 * open; `close` is told of it. Closed hours are remembered for as long as their lists are kept; `forget` is told when that ends.
 */
export function openHours(options: {
  zone: Zone;
  retention: number;
  create: (expected: number) => SubscriberHour;
  close: (hour: OpenHour) => void;
  forget: (start: number) => void;
}) {
  const { zone, retention, create, close, forget } = options;
  const open = new Map<number, OpenHour>();
  const closed = new Set<number>();
  let newest = Number.NEGATIVE_INFINITY;
  let current: HourSpan = { start: Number.NaN, end: Number.NaN, hour: undefined };

  const begin = (start: number): OpenHour => {
    const expected = Math.max(0, ...[...open.values()].map(({ counted }) => counted.users.count));
    const hour = { start, counted: create(expected), keeping: hourKeeping(start), published: false };
    open.set(start, hour);
    newest = Math.max(newest, start);
    const last = [...open.values()].find((one) => one.start !== newest);
    if (open.size > MOST_OPEN && last) {
      open.delete(last.start);
      closed.add(last.start);
      close(last);
    }
    for (const one of closed) {
      if (one > newest - retention) continue;
      closed.delete(one);
      forget(one);
    }
    return hour;
  };
  const enter = (start: number): OpenHour | undefined => {
    const known = open.get(start);
    if (known) {
      open.delete(start);
      open.set(start, known);
      return known;
    }
    return closed.has(start) || start <= newest - retention ? undefined : begin(start);
  };

  return {
    /** The hour of an instant, which is opened where it never was; without it when it is closed or too old. */
    at(time: number): HourSpan {
      if (time >= current.start && time < current.end) return current;
      const start = startOfHour(zone, time);
      // Where clocks change by half an hour, an hour on the wall may be shorter.
      const end = startOfHour(zone, start + HOUR - 1) === start ? start + HOUR : time + 1;
      current = { start, end, hour: enter(start) };
      return current;
    },
    /** Closes the hours that are open. */
    closeAll(): void {
      for (const hour of open.values()) {
        closed.add(hour.start);
        close(hour);
      }
      open.clear();
    },
    /** An open hour. */
    get: (start: number): OpenHour | undefined => open.get(start),
    /** Those that are open, the one touched last at the end. */
    list: (): OpenHour[] => [...open.values()],
    /** True for an hour whose lists are kept. */
    has: (start: number): boolean => open.has(start) || closed.has(start),
    /** Puts back what `order` told. */
    restore(order: HourOrder, counted: () => SubscriberHour): void {
      for (const start of order.closed) closed.add(start);
      for (const [start, published] of order.open) {
        open.set(start, { start, published, counted: counted(), keeping: hourKeeping(start) });
      }
      newest = Math.max(newest, ...open.keys(), ...closed);
    },
    order: (): HourOrder => ({
      open: [...open.values()].map(({ start, published }) => [start, published] as const),
      closed: [...closed],
    }),
  };
}
