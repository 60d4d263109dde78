// npm run train: makes the priors of the forecasts anew, those of the service and those of the benchmark.
import { mkdirSync, writeFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Priors, writePriors } from '../backend/src/forecast/priors/priors.ts';
import { sharedPath } from '../backend/src/test/needs.ts';
import { NETWORK_SET_NAMES, networkTraining } from './datasets.ts';
import { geometricMeans, growthOf } from './growth.ts';
import { type Losses, lossesOf, meanLosses } from './losses.ts';
import { type Material, trainingMaterial } from './material.ts';
import { trainPriors } from './priors.ts';

/** Nets trained at a time: one a core. */
const AT_ONCE = 2;
const SERVICE = new URL('../backend/src/forecast/priors/service.priors', import.meta.url);
const BENCHMARK = new URL('../bench/forecast/priors/', import.meta.url);

type Trained = Omit<Priors, 'losses' | 'growth'>;

if (isMainThread) await main();
else parentPort!.postMessage(trainPriors(workerData as Material[]));

async function main(): Promise<void> {
  const folder = sharedPath('data/forecast');
  if (!folder)
    throw new Error('the data to train on are not there: set PRESAGE_SHARED to the folder that has data/forecast');
  const begun = performance.now();
  const say = (text: string) => process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(0)} s: ${text}\n`);
  const material = trainingMaterial(folder);
  for (const { set, rows } of material) say(`${set}: ${rows.count} rows`);

  /** The sets that one file of priors must not have seen; none for the service. */
  const left = [...NETWORK_SET_NAMES, 'm4', undefined];
  const trained = new Map<string | undefined, Trained>();
  const waiting = [...left];
  const work = async () => {
    while (waiting.length > 0) {
      const set = waiting.shift();
      trained.set(set, await inThread(material.filter((own) => own.set !== set)));
      say(set === undefined ? 'trained on all' : `trained on all but ${set}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  const losses = new Map<string, Losses>();
  for (const set of NETWORK_SET_NAMES) {
    losses.set(set, lossesOf(networkTraining(folder, set), { ...trained.get(set)!, losses: {}, growth: [] }));
  }
  const withLosses = (set: string | undefined) => ({ ...trained.get(set)!, losses: meanLosses(othersOf(losses, set)) });
  const growths = new Map<string, readonly number[]>();
  for (const set of NETWORK_SET_NAMES) {
    growths.set(set, growthOf(networkTraining(folder, set), withLosses(set)));
  }
  mkdirSync(BENCHMARK, { recursive: true });
  for (const set of left) {
    const bytes = writePriors({ ...withLosses(set), growth: geometricMeans(othersOf(growths, set)) });
    writeFileSync(set === undefined ? SERVICE : new URL(`without-${set}.priors`, BENCHMARK), bytes);
  }
  say(`wrote ${left.length} files`);
}

/** What is known of all sets but one. */
function othersOf<T>(all: ReadonlyMap<string, T>, set: string | undefined): T[] {
  return [...all].filter(([other]) => other !== set).map(([, own]) => own);
}

function inThread(material: Material[]): Promise<Trained> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: material });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
