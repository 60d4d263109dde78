import { solveRidge, triangle } from '../cholesky.ts';
import { ageOf } from '../ensemble/age.ts';
import { takePending } from '../ensemble/layout.ts';
import type { View } from '../ensemble/view.ts';
import type { Expert, ExpertKind } from './contract.ts';

/** What each regression starts from. */
const NAMES = { networks: 'regression of networks', smooth: 'regression of smooth series' } as const;
/** Features of a row. */
export const FEATURES = 28;
export const GRAM = triangle(FEATURES, 0);
/** The first leads, whose regressions learn; those of further ones stay as they were learnt of other series. */
export const LEARNT = 6;
const FORGETTING = 0.999;
/** Strength of the prior in rows at lead 1, and by how much it grows with each lead. */
const PRIOR = 50;
const PRIOR_GROWTH = 0.5;
/** Series with larger errors have noisier rows and are held to the prior more, three times at most. */
const CALM_ERROR = 0.4;
const MOST_HELD = 3;
const LIMIT = 3;
const LIMIT_RATE = 0.02;
const LARGEST = 30;
/** Values between two solutions: of a young series, and of one older than two weeks. */
const SOLVE_EVERY = 12;
const SOLVE_OLD_EVERY = 24;

/**
 * Fills `row` (from `at` on) with what is known at the newest value about the value `lead` steps (a day at most) later; the
 * regression's target is that value's difference to `base[lead]`. Everything is in units of the scale.
 */
export function fillFeatures(
  view: View,
  lead: number,
  row: Float32Array | Float64Array,
  at: number,
  day: number,
): void {
  const { ring, newest, length, base, days3, days7, days7Back, week, weeks4, inverse } = view;
  const lastWeek = 7 * day;
  const value = (lag: number) => ring[newest - lag]!;
  const same = base[lead]!;
  const [now, before, before2] = [value(0), value(1), value(2)];
  const weekThere = length - 1 + lead >= lastWeek;
  const age = length - 1;
  const next = lead < day ? base[lead + 1]! : same;
  const next7 = lead < day ? days7[lead + 1]! : days7[lead]!;
  row[at] = now - value(day);
  row[at + 1] = before - value(day + 1);
  row[at + 2] = before2 - value(day + 2);
  row[at + 3] = value(3) - value(day + 3);
  row[at + 4] = (value(4) - value(day + 4) + value(5) - value(day + 5)) / 2;
  row[at + 5] = value(2 * day - lead) - same;
  row[at + 6] = days7[lead]! - same;
  row[at + 7] = days3[lead]! - same;
  row[at + 8] = weekThere ? week[lead]! - same : 0;
  row[at + 9] = weekThere ? weeks4[lead]! - same : 0;
  row[at + 10] = age >= lastWeek ? now - value(lastWeek) : 0;
  row[at + 11] = age > lastWeek ? before - value(lastWeek + 1) : 0;
  row[at + 12] = view.meanDay - view.meanDayBefore;
  row[at + 13] = view.meanDay - view.meanWeek;
  row[at + 14] = age >= lastWeek + day - 1 ? view.meanDay - view.meanDayWeekAgo : 0;
  row[at + 15] = now - days7Back[0]!;
  row[at + 16] = before - days7Back[1]!;
  row[at + 17] = before2 - days7Back[2]!;
  row[at + 18] = (base[lead - 1]! + next) / 2 - same;
  row[at + 19] = (days7[lead - 1]! + next7) / 2 - same;
  row[at + 20] = now - same;
  row[at + 21] = before - same;
  row[at + 22] = before2 - same;
  row[at + 23] = view.meanWeek - same;
  row[at + 25] = age >= lastWeek ? now - weeks4[0]! : 0;
  row[at + 26] =
    weekThere && age + lead > lastWeek ? (value(lastWeek - lead + 1) + value(lastWeek - lead - 1)) / 2 - same : 0;
  row[at + 27] = age >= 2 * lastWeek - 1 ? view.meanWeek - view.meanWeekBefore : 0;
  for (let index = 0; index < FEATURES; index++) {
    row[at + index] = Math.max(-LARGEST, Math.min(LARGEST, row[at + index]! * inverse));
  }
  row[at + 24] = 1;
}

/**
 * A ridge regression for each of the first leads, straight to that lead: what the difference to the day before depends on.
 * It starts from what was learnt of other series, once of many smooth ones and once of networks, and is held to that by
 * their Gram matrix (Hoerl and Kennard 1970; the prior as in Zellner 1986), with Huber's weights against outliers.
 */
export const directRidge: ExpertKind = ({ layout, day, horizon, priors }) => {
  if (!priors) return [];
  const ridges = Object.entries(priors.direct);
  const learnt = Math.min(LEARNT, horizon);
  const week = 7 * day;
  const gram = layout.take(learnt * GRAM);
  const moment = layout.take(learnt * FEATURES);
  const errors = layout.take(learnt);
  const rows = takePending(layout, learnt, FEATURES);
  const weights = ridges.map(() => layout.take(learnt * FEATURES));
  const row = new Float64Array(FEATURES);
  /** What all regressions see of the newest origin, lead by lead. */
  const seen = new Float32Array(horizon * FEATURES);
  const matrix = new Float64Array(GRAM);
  const vector = new Float64Array(FEATURES);
  const factor = new Float64Array(GRAM);

  const learnLead = ({ ring, newest, base, scaleAt, length }: View, memory: Float32Array, lead: number) => {
    const scale = scaleAt(lead);
    if (!(scale > 0)) return;
    const at = rows.at(length - 1 - lead, lead);
    // Seen from its origin, the value a day before this one.
    const target = (ring[newest]! - base[0]!) / scale;
    const first = weights[0]! + (lead - 1) * FEATURES;
    let expected = 0;
    for (let index = 0; index < FEATURES; index++) {
      const feature = memory[at + index]!;
      if (Math.abs(feature) >= LARGEST) return;
      expected += memory[first + index]! * feature;
      row[index] = feature;
    }
    const place = errors + lead - 1;
    const miss = Math.abs(target - expected);
    const limit = LIMIT * memory[place]!;
    const weight = miss > limit ? limit / miss : 1;
    memory[place] = memory[place]! + LIMIT_RATE * (1.25 * Math.min(miss, limit) - memory[place]!);
    let entry = gram + (lead - 1) * GRAM;
    const sums = moment + (lead - 1) * FEATURES;
    for (let i = 0; i < FEATURES; i++) {
      const value = weight * row[i]!;
      for (let j = 0; j <= i; j++, entry++) memory[entry] = FORGETTING * memory[entry]! + value * row[j]!;
      memory[sums + i] = FORGETTING * memory[sums + i]! + value * target;
    }
  };
  const solve = (memory: Float32Array, length: number, lead: number, which: number) => {
    const [, prior] = ridges[which]!;
    const from = ageOf(length, week) * LEARNT + lead - 1;
    const noise = Math.min(MOST_HELD, (memory[errors + lead - 1]! / CALM_ERROR) ** 2);
    const strength = PRIOR * (1 + PRIOR_GROWTH * (lead - 1)) * noise;
    const ownGram = gram + (lead - 1) * GRAM;
    const ownMoment = moment + (lead - 1) * FEATURES;
    for (let index = 0; index < GRAM; index++)
      matrix[index] = memory[ownGram + index]! + strength * prior.gram[from * GRAM + index]!;
    for (let index = 0; index < FEATURES; index++)
      vector[index] = memory[ownMoment + index]! + strength * prior.moment[from * FEATURES + index]!;
    memory.set(solveRidge(matrix, vector, 1e-9, FEATURES, factor), weights[which]! + (lead - 1) * FEATURES);
  };

  const solveAll = (memory: Float32Array, length: number, lead: number) => {
    for (let which = 0; which < ridges.length; which++) solve(memory, length, lead, which);
  };

  return ridges.map(
    ([name, { weights: pooled }], which): Expert => ({
      name: NAMES[name as keyof typeof NAMES],
      reach: horizon,
      ...(which === 0
        ? {
            start(memory) {
              memory.fill(1, errors, errors + learnt);
              for (let lead = 1; lead <= learnt; lead++) solveAll(memory, 0, lead);
            },
            learn(view, memory) {
              for (let lead = 1; lead <= learnt; lead++) {
                learnLead(view, memory, lead);
                const every = view.length > 2 * week ? SOLVE_OLD_EVERY : SOLVE_EVERY;
                if ((view.length + lead) % every === 0) solveAll(memory, view.length, lead);
              }
            },
            keep(view, memory) {
              const { length } = view;
              for (let lead = 1; lead <= learnt; lead++) {
                memory.set(seen.subarray((lead - 1) * FEATURES, lead * FEATURES), rows.at(length - 1, lead));
              }
            },
          }
        : {}),
      forecast(view, memory, out) {
        const { base, scale, length } = view;
        const own = weights[which]! - FEATURES;
        const others = ageOf(length, week) * day * FEATURES - FEATURES;
        for (let lead = 1; lead <= horizon; lead++) {
          const [from, at] = lead <= learnt ? [memory, own] : [pooled, others];
          const place = at + lead * FEATURES;
          const row = (lead - 1) * FEATURES;
          // The regressions are asked one after another about the same origin.
          if (which === 0) fillFeatures(view, lead, seen, row, day);
          let difference = 0;
          for (let index = 0; index < FEATURES; index++) difference += from[place + index]! * seen[row + index]!;
          out[lead - 1] = base[lead]! + difference * scale;
        }
      },
    }),
  );
};
