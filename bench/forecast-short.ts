// How early and how honest the forecasts of five-minute series are, and what they cost: npm run bench -- forecast-short
import { serialize } from 'node:v8';
import {
  breachProbability,
  CALM,
  DAY_STEPS,
  START,
  STEP,
  withFault,
} from '../backend/src/forecast/short-step/scenarios.ts';
import { newShortStep, observeShortStep, shortStepForecast } from '../backend/src/forecast/short-step/short-step.ts';
import { createWorkerForecaster } from '../backend/src/forecast/worker-forecaster.ts';
import type { Forecast } from '../backend/src/model/forecast.ts';
import type { Batch, Series } from '../backend/src/model/series.ts';
import { HOUR, MINUTE } from '../backend/src/model/targets.ts';

const HORIZON = 24;
const HISTORY = 14 * DAY_STEPS;
/** Fewest minutes between being sure of a breach and the breach. */
const WARNING_BAR = 40;
const SURE = 0.7;
const FALSE_ALARM_BAR = 0.5;
const UPDATE_BAR = 30;
const BYTES_BAR = 15_000;
const CATCH_UP_BAR = 15;
const SERIES = 150;
/** Series handed over at once when catching up. */
const PIECE = 15;

function print(name: string, value: number, unit: string, bar: number): void {
  const line = { name, value: Number(value.toPrecision(4)), unit, bar, reference: null, ratio: null };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Calls `made` with each forecast from step `from` on. */
function forecast(series: Series, values: readonly number[], from: number, made: (f: Forecast, step: number) => void) {
  const state = newShortStep(series, HORIZON);
  for (const [step, value] of values.entries()) {
    if (observeShortStep(state, START + step * STEP, value) && step >= from) made(shortStepForecast(state), step);
  }
  return state;
}

const FAULTS = {
  temperature: { duration: 36, to: 90 },
  memory: { duration: 48, to: 98 },
  link: { duration: 48, to: 0.99e9 },
} as const;

for (const [name, fault] of Object.entries(FAULTS)) {
  const { series, threshold, values } = CALM[name as keyof typeof FAULTS];
  const warnings: number[] = [];
  for (let seed = 1; seed <= 10; seed++) {
    for (let hour = 1; hour < 24; hour += 4) {
      const from = HISTORY + (hour * DAY_STEPS) / 24;
      const course = withFault(values(HISTORY + 2 * DAY_STEPS, seed), { from, ...fault }, series.upperBound);
      const breach = course.findIndex((value, step) => step >= from && value >= threshold);
      let sure = 0;
      let warned = breach;
      forecast(series, course.slice(0, breach), from, (made, step) => {
        sure = breachProbability(made, threshold) >= SURE ? sure + 1 : 0;
        if (sure === 2) warned = Math.min(warned, step + 1);
      });
      warnings.push(((breach - warned) * STEP) / MINUTE);
    }
  }
  warnings.sort((a, b) => a - b);
  for (const [words, part] of [
    ['least', 0],
    ['first decile', 0.1],
    ['median', 0.5],
  ] as const) {
    print(
      `warning before a ${name} fault, ${words}`,
      warnings[Math.floor(part * warnings.length)]!,
      'min',
      WARNING_BAR,
    );
  }
}

for (const [name, { series, threshold, values }] of Object.entries(CALM)) {
  let worst = 0;
  const inside = new Map([1, 6, 24].map((lead) => [lead, { all: 0, in80: 0, in95: 0 }]));
  for (let seed = 1; seed <= 20; seed++) {
    const course = values(28 * DAY_STEPS, seed);
    forecast(series, course, 0, (made, step) => {
      worst = Math.max(worst, breachProbability(made, threshold));
      for (const [lead, count] of inside) {
        const truth = course[step + lead];
        if (step < HISTORY || truth === undefined) continue;
        count.all++;
        if (truth >= made.lower80[lead - 1]! && truth <= made.upper80[lead - 1]!) count.in80++;
        if (truth >= made.lower95[lead - 1]! && truth <= made.upper95[lead - 1]!) count.in95++;
      }
    });
  }
  print(`largest breach probability in 80 calm weeks of ${name}`, worst, 'probability', FALSE_ALARM_BAR);
  for (const [lead, { all, in80, in95 }] of inside) {
    print(`coverage of the 80 % interval, ${name}, lead ${lead}`, (100 * in80) / all, '%', 80);
    print(`coverage of the 95 % interval, ${name}, lead ${lead}`, (100 * in95) / all, '%', 95);
  }
}

const course = CALM.link.values(HISTORY, 1);
/** Processor seconds of all threads: other work on the machine does not count. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const begun = processorSeconds();
const state = forecast(CALM.link.series, course, 0, () => {});
print(
  'learning a sample and forecasting from it',
  (1e6 * (processorSeconds() - begun)) / course.length,
  'µs',
  UPDATE_BAR,
);
print('memory of a series in a snapshot', serialize(state).length, 'bytes', BYTES_BAR);

/** Processor seconds to learn fourteen days of SERIES series in the worker, in pieces, with the forecasts of the last two. */
async function catchUp(step: number): Promise<number> {
  const steps = (14 * 24 * HOUR) / step;
  const times = Array.from({ length: steps }, (_, index) => START + index * step);
  const values = CALM.link.values(steps, 1);
  const series = (index: number): Series => ({ ...CALM.link.series, step, tags: { device: `d${index}` } });
  const forecaster = createWorkerForecaster({ horizon: HORIZON });
  const since = times.at(-1)! - 48 * HOUR;
  const start = processorSeconds();
  for (let first = 0; first < SERIES; first += PIECE) {
    const batch: Batch = Array.from({ length: PIECE }, (_, index) => ({
      series: series(first + index),
      times,
      values,
    }));
    await forecaster.observe(batch, since);
  }
  const seconds = processorSeconds() - start;
  await forecaster.close();
  return seconds;
}
print(`learning 14 days of ${SERIES} five-minute series in the worker`, await catchUp(5 * MINUTE), 's', CATCH_UP_BAR);
print(`learning 14 days of ${SERIES} hourly series in the worker`, await catchUp(HOUR), 's', CATCH_UP_BAR);
