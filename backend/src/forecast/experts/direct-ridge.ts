import { solveRidge, triangle } from '../cholesky.ts';
import { ageOf } from '../ensemble/age.ts';
import type { View } from '../ensemble/view.ts';
import type { Expert, ExpertKind } from './contract.ts';
import { createCorrections } from './corrections.ts';
import { FEATURES, fillFeatures, LARGEST } from './regression-features.ts';
import { addRow, robustWeight, takeWeights } from './robust-ridge.ts';

/** What each regression starts from. */
const NAMES = { networks: 'regression of networks', smooth: 'regression of smooth series' } as const;
const GRAM = triangle(FEATURES, 0);
const FORGETTING = 0.999;
/** Strength of the prior in rows. */
const PRIOR = 50;
/** Series with larger errors have noisier rows and are held to the prior more, three times at most. */
const CALM_ERROR = 0.4;
const MOST_HELD = 3;
/** Values between two solutions: of a young series, and of one older than two weeks. */
const SOLVE_EVERY = 12;
const SOLVE_OLD_EVERY = 24;

/**
 * A ridge regression for each lead, straight to that lead: what the difference to the day before depends on. All of it is
 * learnt of other series, once of many smooth ones and once of networks. The one of the next step goes on learning, held to
 * that by their Gram matrix (Hoerl and Kennard 1970; the prior as in Zellner 1986), with Huber's weights against outliers;
 * those of further leads get corrections of a few features.
 */
export const directRidge: ExpertKind = ({ layout, day, horizon, priors }) => {
  if (!priors) return [];
  const ridges = Object.entries(priors.direct);
  const week = 7 * day;
  const corrections = createCorrections({ layout, day, horizon, pooled: priors.corrections });
  const gram = layout.take(GRAM);
  const moment = layout.take(FEATURES);
  const sums = { gram, moment, forgetting: FORGETTING };
  const error = layout.take(1);
  /** What the next step's regressions saw at the origin before. */
  const before = layout.take(FEATURES);
  const weights = ridges.map(() => layout.take(FEATURES));
  /** What all regressions see of the newest origin, lead by lead, and what those of networks say without corrections. */
  const seen = new Float32Array(horizon * FEATURES);
  const pooled = new Float64Array(horizon);
  const row = new Float64Array(FEATURES);
  const matrix = new Float64Array(GRAM);
  const vector = new Float64Array(FEATURES);
  const factor = new Float64Array(GRAM);

  const learnNext = ({ ring, newest, base, scaleAt }: View, memory: Float32Array) => {
    const scale = scaleAt(1);
    if (!(scale > 0)) return;
    // Seen from its origin, the value a day before this one.
    const target = (ring[newest]! - base[0]!) / scale;
    let expected = 0;
    for (let index = 0; index < FEATURES; index++) {
      const feature = memory[before + index]!;
      if (Math.abs(feature) >= LARGEST) return;
      expected += memory[weights[0]! + index]! * feature;
      row[index] = feature;
    }
    const weight = robustWeight(memory, error, Math.abs(target - expected));
    addRow(memory, sums, row, target, weight);
  };
  const solve = (memory: Float32Array, length: number) => {
    const age = ageOf(length, week);
    const strength = PRIOR * Math.min(MOST_HELD, (memory[error]! / CALM_ERROR) ** 2);
    for (const [which, [, prior]] of ridges.entries()) {
      for (let index = 0; index < GRAM; index++)
        matrix[index] = memory[gram + index]! + strength * prior.gram[age * GRAM + index]!;
      for (let index = 0; index < FEATURES; index++)
        vector[index] = memory[moment + index]! + strength * prior.moment[age * FEATURES + index]!;
      takeWeights(memory, solveRidge(matrix, vector, 1e-9, FEATURES, factor), weights[which]!);
    }
  };

  return ridges.map(
    ([name, { weights: others }], which): Expert => ({
      name: NAMES[name as keyof typeof NAMES],
      reach: horizon,
      ...(which === 0
        ? {
            start(memory) {
              memory[error] = 1;
              corrections.start(memory);
              solve(memory, 0);
            },
            learn(view, memory) {
              const every = view.length > 2 * week ? SOLVE_OLD_EVERY : SOLVE_EVERY;
              learnNext(view, memory);
              if (view.length % every === 0) solve(memory, view.length);
              corrections.learn(view, memory, every);
            },
            keep(view, memory) {
              memory.set(seen.subarray(0, FEATURES), before);
              corrections.keep(view, memory, pooled);
            },
          }
        : {}),
      forecast(view, memory, out) {
        const { base, scale, length } = view;
        const first = ageOf(length, week) * day * FEATURES;
        for (let lead = 1; lead <= horizon; lead++) {
          const row = (lead - 1) * FEATURES;
          // The regressions are asked one after another about the same origin.
          if (which === 0) fillFeatures(view, lead, seen, row, day);
          const [from, place] = lead === 1 ? [memory, weights[which]!] : [others, first + row];
          let difference = 0;
          for (let index = 0; index < FEATURES; index++) difference += from[place + index]! * seen[row + index]!;
          if (which === 0) pooled[lead - 1] = difference;
          const correction = lead === 1 ? 0 : corrections.at(memory, lead, seen, row);
          out[lead - 1] = base[lead]! + (difference + correction) * scale;
        }
      },
    }),
  );
};
