import { HOUR } from '../../model/targets.ts';

const DAY = 24 * HOUR;
/** Days a mean looks back, at most: the common one, and those of working days and of weekends. */
const COMMON_DAYS = 14;
const KIND_DAYS = 8;
/** The two kinds of day are kept apart when that makes the error smaller by this part at least. */
const PAYS = 0.03;
/** Steps over which the errors of the two ways are compared, in days. */
const COMPARED_DAYS = 7;

/** Mean course of a day, as the difference to the level of its time: of all days, of Monday to Friday, of the weekend. */
export interface ProfileState {
  readonly day: number;
  readonly means: readonly [Float32Array, Float32Array, Float32Array];
  readonly counts: readonly [Uint8Array, Uint8Array, Uint8Array];
  commonError: number;
  apartError: number;
}

const COMMON = 0;
const WORKING = 1;
const WEEKEND = 2;

export function emptyProfile(day: number): ProfileState {
  const means = () => new Float32Array(day);
  const counts = () => new Uint8Array(day);
  return {
    day,
    means: [means(), means(), means()],
    counts: [counts(), counts(), counts()],
    commonError: 0,
    apartError: 0,
  };
}

const slotAt = ({ day }: ProfileState, time: number) => Math.floor(((((time % DAY) + DAY) % DAY) / DAY) * day) % day;

/** Saturday and Sunday of UTC; 1970 began on a Thursday. */
const kindAt = (time: number) => (((Math.floor(time / DAY) % 7) + 10) % 7 > 4 ? WEEKEND : WORKING);

/** What the time of day (epoch milliseconds UTC) adds to the level; 0 while nothing is known. */
export function profileAt(profile: ProfileState, time: number): number {
  const slot = slotAt(profile, time);
  const apart = profile.apartError < (1 - PAYS) * profile.commonError;
  return smoothed(profile, apart ? kindAt(time) : COMMON, slot);
}

/** Mean over a slot and its neighbours; the common course where the kind of day has not been seen twice. */
function smoothed({ day, means, counts }: ProfileState, kind: number, slot: number): number {
  const chosen = counts[kind]![slot]! < 2 ? COMMON : kind;
  const mean = means[chosen]!;
  return (mean[slot === 0 ? day - 1 : slot - 1]! + 2 * mean[slot]! + mean[slot === day - 1 ? 0 : slot + 1]!) / 4;
}

/**
 * Learns that the series lay `deviation` above its level at `time`. A deviation further than `limit` from what is known
 * counts as `limit` only, and everything with `weight` (0 … 1): a fault must not become the rule.
 */
export function learnProfile(
  profile: ProfileState,
  time: number,
  deviation: number,
  limit: number,
  weight: number,
): void {
  const slot = slotAt(profile, time);
  const kind = kindAt(time);
  const rate = weight / (COMPARED_DAYS * profile.day);
  profile.commonError +=
    rate * (Math.min(limit, Math.abs(deviation - smoothed(profile, COMMON, slot))) - profile.commonError);
  profile.apartError +=
    rate * (Math.min(limit, Math.abs(deviation - smoothed(profile, kind, slot))) - profile.apartError);
  for (const [which, days] of [
    [COMMON, COMMON_DAYS],
    [kind, KIND_DAYS],
  ] as const) {
    const mean = profile.means[which]!;
    const counts = profile.counts[which]!;
    const surprise = deviation - mean[slot]!;
    const taken = counts[slot] === 0 ? surprise : Math.max(-limit, Math.min(limit, surprise));
    counts[slot] = Math.min(days, counts[slot]! + 1);
    mean[slot] = mean[slot]! + (weight * taken) / counts[slot]!;
  }
}
