import type { Resource } from '../model/incident.ts';
import type { Kind, Measure } from './kinds.ts';

/** What is changed of a kind for one resource; numbers as in the kind's file. */
export interface Limits {
  readonly above?: number;
  readonly below?: number;
  readonly clear?: number;
  readonly dropPercent?: number;
  readonly minimum?: number;
  readonly clearPercent?: number;
  readonly raiseAfter?: number;
  readonly clearAfter?: number;
}

/** Says what is changed of a kind for a resource: false turns it off, undefined leaves it as it is. */
export type LimitsOf = (kind: string, resource: Resource) => Limits | false | undefined;

/**
 * The measure of a kind with its limits changed. A threshold that is moved alone takes its hysteresis along, and a level to
 * clear on the wrong side of the threshold counts as the threshold itself. What the kind does not have is ignored.
 */
export function limitedMeasure({ measure }: Kind, limits: Limits): Measure {
  const known = Object.entries(limits).filter(([name, value]) => name in measure && value !== undefined);
  const changed: Measure = { ...measure, ...Object.fromEntries(known) };
  if (changed.against === 'forecast' || measure.against === 'forecast') {
    if (changed.against !== 'forecast') return measure;
    return { ...changed, clearPercent: Math.min(changed.clearPercent, changed.dropPercent) };
  }
  const moved = (changed.above ?? changed.below)! - (measure.above ?? measure.below)!;
  const clear = limits.clear ?? measure.clear + moved;
  if (changed.above !== undefined) return { ...changed, clear: Math.min(clear, changed.above) };
  return { ...changed, clear: Math.max(clear, changed.below!) };
}
