import type { DataSeries } from '../../training/datasets.ts';
import { DAY } from './accuracy.ts';
import { type Figure, mean } from './figure.ts';
import type { Run } from './ours.ts';

/** Leads that are looked at by themselves, of the newest forecast and of one of seven days. */
export const LEADS = [1, 6, 24];
const FAR_LEADS = [48, 96, 168];

/** The intervals, and how far their share may be from what they promise. */
const INTERVALS = [
  { name: 'coverage80', lower: 'lower80', upper: 'upper80', bar: [0.77, 0.83] },
  { name: 'coverage95', lower: 'lower95', upper: 'upper95', bar: [0.93, 0.97] },
] as const;

interface Measured {
  readonly series: DataSeries;
  readonly run: Run;
}

/** The share of values inside the 80 % and the 95 % intervals, mean over the series: over all leads and at some of them. */
export function coverageFigures(set: string, measured: readonly Measured[]): Figure[] {
  return INTERVALS.flatMap((interval) => {
    const { name, bar } = interval;
    const all = Array.from({ length: DAY }, (_, index) => index + 1);
    const value = share(measured, interval, all);
    return [{ name: `${set}.${name}`, value, unit: 'share', bar }, ...atLeads(set, measured, interval, LEADS)];
  });
}

/** The same of forecasts of seven days: over all leads after the first day and at some of them. */
export const farCoverageFigures = (set: string, measured: readonly Measured[]): Figure[] =>
  INTERVALS.flatMap((interval) => {
    const later = Array.from({ length: 6 * DAY }, (_, index) => DAY + 1 + index);
    const all = { value: share(measured, interval, later), unit: 'share', bar: interval.bar };
    return [{ name: `${set}.${interval.name}.days2to7`, ...all }, ...atLeads(set, measured, interval, FAR_LEADS)];
  });

type Interval = (typeof INTERVALS)[number];

const atLeads = (set: string, measured: readonly Measured[], interval: Interval, leads: readonly number[]) =>
  leads.map((lead) => ({
    name: `${set}.${interval.name}.lead${lead}`,
    value: share(measured, interval, [lead]),
    ...{ unit: 'share', bar: interval.bar },
  }));

function share(measured: readonly Measured[], { lower, upper }: Interval, leads: readonly number[]): number {
  return mean(
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
}
