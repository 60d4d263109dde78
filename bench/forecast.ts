// How good, how fast and how steady the forecasts are:
// npm run bench -- forecast [--only radius,network,m4,faults,cost,threads] [--without-baselines]
// The baselines that are fitted anew to each forecast take most of the time.
// Each line of JSON is a figure; what the parts took is told on the standard error stream.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { sharedPath } from '../backend/src/test/needs.ts';
import { benchCost } from './forecast/cost.ts';
import { benchFaults } from './forecast/faults.ts';
import { benchM4 } from './forecast/m4.ts';
import { benchNetwork, benchRadius } from './forecast/sets.ts';
import { benchThreads } from './forecast/threads.ts';

const PARTS: Readonly<Record<string, (folder: string, withBaselines: boolean) => void | Promise<void>>> = {
  radius: benchRadius,
  network: benchNetwork,
  m4: benchM4,
  faults: benchFaults,
  cost: benchCost,
  threads: benchThreads,
};

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, 'without-baselines': { type: 'boolean' } },
});
const wanted = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: no such part; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}
const folder = sharedPath('data/forecast');
if (!folder) process.exit(2);
for (const name of wanted) {
  const begun = performance.now();
  await PARTS[name]!(folder, !options['without-baselines']);
  process.stderr.write(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
}
