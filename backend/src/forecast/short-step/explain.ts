import type { Explanation } from '../../model/explanation.ts';
import { placeOf, viewsOf } from './foresee.ts';
import { profileAt } from './profile.ts';
import type { ShortStepState } from './short-step.ts';

/**
 * Why the newest forecast of a series of short steps says what it says of `lead`; undefined while there is none of that lead.
 * Its contributions lead from the newest value to the mean. It remembers no values of days, so that much is not told.
 */
export function explainShortStep(state: ShortStepState, lead: number): Explanation | undefined {
  const { series, newest, started, horizon, checked, origins, ramp } = state;
  if (!started || lead > horizon) return undefined;
  const value = origins.value[(state.steps - 1) % origins.length]!;
  const { rhythm, back, stay, last, calm, away, mean } = viewsOf(state, newest, lead, placeOf(checked, lead));
  const opinions = [
    { expert: 'back to its level', expected: back.said, weight: (1 - ramp.belief) * back.weight },
    { expert: 'newest values', expected: stay.said, weight: (1 - ramp.belief) * stay.weight },
    { expert: 'newest value', expected: last.said, weight: (1 - ramp.belief) * last.weight },
    { expert: 'ramp', expected: away, weight: ramp.belief },
  ];
  const turn = rhythm - profileAt(state.profile, newest);
  const { lowerBound = -Number.MAX_VALUE, upperBound = Number.MAX_VALUE } = series;
  return {
    series,
    origin: newest,
    time: newest + lead * series.step,
    lead,
    expected: Math.max(lowerBound, Math.min(upperBound, mean)),
    opinions: opinions.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight),
    contributions: [
      { of: 'time of day', change: (1 - last.weight) * turn },
      { of: 'return to the level', change: back.weight * (back.said - value - turn) },
      { of: 'mean of the newest values', change: stay.weight * (stay.said - value - turn) },
      ...(ramp.belief > 0 ? [{ of: 'ramp', change: ramp.belief * (away - calm) } as const] : []),
    ],
    newest: value,
    yesterday: null,
    lastWeek: null,
    similarDays: [],
    before: null,
    holiday: null,
    season: null,
  };
}
