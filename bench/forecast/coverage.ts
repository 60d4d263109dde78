import type { DataSeries } from '../../training/datasets.ts';
import { DAY } from './accuracy.ts';
import { type Figure, mean } from './figure.ts';
import type { Run } from './ours.ts';

/** Leads that are looked at by themselves. */
export const LEADS = [1, 6, 24];

/** The intervals, and how far their share may be from what they promise. */
const INTERVALS = [
  { name: 'coverage80', lower: 'lower80', upper: 'upper80', bar: [0.77, 0.83] },
  { name: 'coverage95', lower: 'lower95', upper: 'upper95', bar: [0.93, 0.97] },
] as const;

/** The share of values inside the 80 % and the 95 % intervals, mean over the series: over all leads and at some of them. */
export function coverageFigures(set: string, measured: readonly { series: DataSeries; run: Run }[]): Figure[] {
  return INTERVALS.flatMap(({ name, lower, upper, bar }) => {
    const share = (leads: readonly number[]) =>
      mean(
        measured.map(({ series: { values, testFrom }, run }) => {
          const hits: number[] = [];
          for (const [origin, forecast] of run) {
            for (const lead of leads) {
              const value = values[origin + lead] ?? Number.NaN;
              if (Number.isNaN(value) || origin + 1 < testFrom) continue;
              hits.push(value >= forecast[lower][lead - 1]! && value <= forecast[upper][lead - 1]! ? 1 : 0);
            }
          }
          return mean(hits);
        }),
      );
    const all = { name: `${set}.${name}`, value: share(Array.from({ length: DAY }, (_, index) => index + 1)) };
    const some = LEADS.map((lead) => ({ name: `${set}.${name}.lead${lead}`, value: share([lead]), bar }));
    return [{ ...all, bar }, ...some].map((figure) => ({ ...figure, unit: 'share' }));
  });
}
