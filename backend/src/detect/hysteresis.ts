/** When it counts as beyond and when as over; `sign` is 1 where high values are bad and −1 where low ones are. */
export interface Levels {
  readonly sign: 1 | -1;
  readonly raise: number;
  readonly clear: number;
  /** What was expected, of levels that lie below that; null of those that are fixed. */
  readonly expected: number | null;
}

/** The levels of a time, epoch milliseconds UTC; undefined where nothing can be said of it. */
export type LevelsAt = (time: number) => Levels | undefined;

/** Samples in a row that it takes. */
export interface Patience {
  readonly raiseAfter: number;
  readonly clearAfter: number;
}

/** What the samples of one alarm say so far. `since` is the first sample beyond; `count` are the samples on the way to the next phase. */
export type Measured =
  | { readonly phase: 'calm'; readonly count: 0; readonly since: null }
  | { readonly phase: 'pending' | 'active' | 'clearing'; readonly count: number; readonly since: number };

export const CALM: Measured = { phase: 'calm', count: 0, since: null };

/** True while the alarm is open for what was measured. */
export const isOpen = ({ phase }: Measured) => phase === 'active' || phase === 'clearing';

/**
 * What the samples say with one more. Beyond `raise` for `raiseAfter` samples in a row it is active; at `clear` or better it is
 * clearing, and calm after `clearAfter` of those in a row; between the two levels it stays what it is.
 */
export function afterSample(
  state: Measured,
  time: number,
  value: number,
  { sign, raise, clear }: Levels,
  { raiseAfter, clearAfter }: Patience,
): Measured {
  const beyond = sign * (value - raise) > 0;
  if (state.phase === 'calm' || state.phase === 'pending') {
    if (!beyond) return CALM;
    const since = state.since ?? time;
    const count = state.count + 1;
    return count >= raiseAfter ? { phase: 'active', count: 0, since } : { phase: 'pending', count, since };
  }
  if (beyond) return state.phase === 'active' ? state : { ...state, phase: 'active', count: 0 };
  if (sign * (value - clear) > 0) return state.count === 0 ? state : { ...state, count: 0 };
  const count = state.count + 1;
  return count >= clearAfter ? CALM : { phase: 'clearing', count, since: state.since };
}
