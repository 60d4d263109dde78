/**
 * Hands out places in the memory of a series. All that is learnt of a series is one array of numbers, and whoever needs
 * some of it takes its place once for all series: a snapshot is a copy of the array.
 */
export interface Layout {
  /** Index of the first of `count` numbers, which are 0 at first. */
  take(count: number): number;
  readonly size: number;
}

export function createLayout(): Layout {
  let size = 0;
  return {
    take(count) {
      const first = size;
      size += count;
      return first;
    },
    get size() {
      return size;
    },
  };
}

/** What is known of one series: a place for each number that `Layout` has given out. */
export type Memory = Float32Array;

/**
 * Places for what was said at an origin about lead 1 … horizon until that lead comes: of lead k the newest k, so that the
 * place of an origin is taken again by the one k steps later, just when its value is there. `width` numbers each.
 */
export interface PendingPlaces {
  /** Index of the first number that the origin with number `origin` keeps for `lead`. */
  at(origin: number, lead: number): number;
}

export function takePending(layout: Layout, horizon: number, width = 1): PendingPlaces {
  const first = layout.take(((horizon * (horizon + 1)) / 2) * width);
  return { at: (origin, lead) => first + ((lead * (lead - 1)) / 2 + (origin % lead)) * width };
}

/** The same for what is said of a step alike from every origin: one number for each of the next `horizon` steps. */
export function takeSteady(layout: Layout, horizon: number): PendingPlaces {
  const first = layout.take(horizon);
  return { at: (origin, lead) => first + ((origin + lead) % horizon) };
}
