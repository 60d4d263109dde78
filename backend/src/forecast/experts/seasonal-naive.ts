import type { ExpertKind } from './contract.ts';

/**
 * The value of the day before, and that of the week before: the floor under everything else. (Hyndman and Athanasopoulos,
 * Forecasting: Principles and Practice, 5.2.)
 */
export const seasonalNaive: ExpertKind = ({ horizon, day }) => [
  {
    name: 'same hour yesterday',
    reach: horizon,
    // Leads are a day at most, so what is a day or a week before is known at every origin.
    ...(horizon <= day ? { steady: true as const } : {}),
    forecast({ base }, _memory, out) {
      for (let lead = 1; lead <= horizon; lead++) out[lead - 1] = base[lead]!;
    },
  },
  {
    name: 'same hour last week',
    reach: horizon,
    // Leads are a day at most, so what is a day or a week before is known at every origin.
    ...(horizon <= day ? { steady: true as const } : {}),
    forecast({ week }, _memory, out) {
      for (let lead = 1; lead <= horizon; lead++) out[lead - 1] = week[lead]!;
    },
  },
];
