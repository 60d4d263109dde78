// How good and how fast the forecasts are: npm run bench -- forecast
import { performance } from 'node:perf_hooks';
import { backtest, type LeadScore } from '../backend/src/forecast/backtest.ts';
import { createForecaster } from '../backend/src/forecast/forecaster.ts';
import { HOUR, TARGET_NAMES, targetSeries } from '../backend/src/model/targets.ts';
import { readSeriesCsv } from '../backend/src/parse/csv/csv.ts';
import { sharedPath } from '../backend/src/test/needs.ts';

const TRAIN = 120;
const HORIZON = 24;
/** Most the mean error of the ten real series may be at lead 1, in units of the seasonal naive error before the test. */
const LEAD_1_BAR = 0.5;
/** Most seconds that learning fourteen days of the ten targets may take on one core. */
const BACKFILL_BAR = 4;
const BACKFILL_HOURS = 14 * 24;

function print(name: string, value: number, unit: string, bar: number, reference: number | null): void {
  const ratio = reference === null ? null : value / reference;
  process.stdout.write(`${JSON.stringify({ name, value, unit, bar, reference, ratio })}\n`);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** MASE over the series at one lead beside that of the seasonal naive forecast, which is the reference. */
function printAccuracy(name: string, scores: readonly LeadScore[], bar?: number): void {
  const naive = mean(scores.map(({ baselines }) => baselines.seasonal_naive_24?.mase ?? Number.NaN));
  print(name, mean(scores.map(({ mase }) => mase ?? Number.NaN)), 'MASE', bar ?? naive, naive);
}

const radius = sharedPath('data/forecast/radius_hourly.csv');
if (radius) {
  const all = readSeriesCsv(radius, 'UTC').map((block) => backtest(block, TRAIN, HORIZON));
  const atLead = (lead: LeadScore['lead']) => all.map((scores) => scores.find((score) => score.lead === lead)!);
  printAccuracy('forecast error of the RADIUS counters at lead 1', atLead(1), LEAD_1_BAR);
  printAccuracy(`forecast error of the RADIUS counters at lead ${HORIZON}`, atLead(HORIZON));
  printAccuracy('forecast error of the RADIUS counters, mean of leads', atLead('mean'));
}

const times = Array.from({ length: BACKFILL_HOURS }, (_, hour) => hour * HOUR);
const values = times.map((_, hour) => 1000 + 500 * Math.sin((hour * Math.PI) / 12) + ((hour * 7919) % 97));
const batch = TARGET_NAMES.map((name) => ({ series: targetSeries('bench', name), times, values }));
const forecaster = createForecaster({ horizon: HORIZON });
const begun = performance.now();
await forecaster.observe(batch);
print('learning 14 days of 10 series', (performance.now() - begun) / 1000, 's', BACKFILL_BAR, null);
await forecaster.close();
