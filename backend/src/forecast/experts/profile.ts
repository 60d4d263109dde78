import type { View } from '../ensemble/view.ts';
import type { ExpertKind } from './contract.ts';

/** Weeks whose mean is the profile. */
const WEEKS = 3;
/** How fast the level follows what the profile leaves over, and what is left of a deviation a step later. */
const LEVEL_RATE = 0.04;
const PERSISTENCE = 0.9;

/**
 * The hour of the week: its mean over three weeks, plus a slow level, plus what the newest value strays from both, which
 * fades. Before there is more than a week, the hour of the day. A seasonal exponential smoothing with fixed seasons and an
 * autoregressive error (Taylor 2003, Short-term electricity demand forecasting using double seasonal exponential
 * smoothing).
 */
export const profile: ExpertKind = ({ layout, day, horizon, first }) => {
  const week = 7 * day;
  const place = layout.take(2);
  const [level, deviation] = [place, place + 1];

  /** Mean of the values one, two and three seasons before `lead`, of those there are. */
  const at = ({ ring, newest, length }: View, lead: number, season: number): number => {
    let sum = 0;
    let count = 0;
    for (
      let lag = season * Math.max(1, Math.ceil(lead / season)) - lead;
      count < WEEKS && lag < length;
      lag += season
    ) {
      sum += ring[newest - lag]!;
      count++;
    }
    return sum / count;
  };
  const seasonOf = (length: number) => (length < week + day ? day : week);

  return [
    {
      name: 'hour of the week',
      reach: horizon,
      learn(view, memory) {
        if (view.length <= first) return;
        // What the profile said before this value came.
        const expected = at(view, 0, seasonOf(view.length - 1));
        memory[deviation] = view.ring[view.newest]! - expected;
        memory[level] = memory[level]! + LEVEL_RATE * (memory[deviation]! - memory[level]!);
      },
      forecast(view, memory, out) {
        const season = seasonOf(view.length);
        let fading = memory[deviation]! - memory[level]!;
        for (let lead = 1; lead <= horizon; lead++) {
          out[lead - 1] = at(view, lead, season) + memory[level]! + fading;
          fading *= PERSISTENCE;
        }
      },
    },
  ];
};
