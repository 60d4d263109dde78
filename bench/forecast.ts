// How good the forecasts of the ten real RADIUS counters are, against seasonal naive and last value of the same run, and
// what learning costs. Reads the shared data (PRESAGE_SHARED, default ../shared).
import { join, resolve } from 'node:path';
import { backtest, type LeadScore } from '../backend/src/forecast/backtest.ts';
import { readSeriesCsv } from '../backend/src/parse/csv/csv.ts';

const shared = resolve(process.env.PRESAGE_SHARED ?? '../shared');
const TRAIN = 120;
const HORIZON = 24;

const mean = (values: readonly (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};
const report = (
  name: string,
  value: number,
  unit: string,
  bar: number | null,
  reference: string,
  ratio: number | null,
) => process.stdout.write(`${JSON.stringify({ name, value, unit, bar, reference, ratio })}\n`);

const blocks = readSeriesCsv(join(shared, 'data/forecast/radius_hourly.csv'), 'Europe/Ulyanovsk');
const begun = process.cpuUsage();
const scores = blocks.flatMap((block) => backtest(block, TRAIN, HORIZON));
const { user } = process.cpuUsage(begun);
const steps = blocks.reduce((sum, { times }) => sum + times.length, 0);

const at = (lead: LeadScore['lead']) => scores.filter((score) => score.lead === lead);
for (const lead of [1, HORIZON, 'mean'] as const) {
  const own = mean(at(lead).map(({ mase }) => mase));
  for (const baseline of ['seasonal_naive_24', 'last_value']) {
    const other = mean(at(lead).map(({ baselines }) => baselines[baseline]?.mase ?? null));
    report(`radius MASE, lead ${lead}`, own, 'MASE', lead === 1 ? 0.5 : null, baseline, own / other);
  }
}
report(
  'radius coverage at 80 %, mean of leads',
  100 * mean(at('mean').map(({ coverage80 }) => coverage80)),
  '%',
  null,
  '80 %',
  null,
);
report(
  'radius coverage at 95 %, mean of leads',
  100 * mean(at('mean').map(({ coverage95 }) => coverage95)),
  '%',
  null,
  '95 %',
  null,
);
report('learning and scoring one hour of one series', user / steps, 'µs CPU', null, 'none', null);
