// What reading billing logs costs, and whether it is exact:
// npm run bench -- logs [--only cost,memory,threads,exactness,mutations] [--lines 5000000] [--logs 20] [--mutations 1000000]
// The logs are generated into the temporary folder once. Each line of JSON is a figure.
import { parseArgs } from 'node:util';
import { benchCost, benchMemory } from './logs/cost.ts';
import { benchExactness, benchMutations } from './logs/exactness.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    lines: { type: 'string', default: '5000000' },
    logs: { type: 'string', default: '20' },
    mutations: { type: 'string', default: '1000000' },
  },
});
const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  cost: () => benchCost(Number(options.lines)),
  memory: () => benchMemory(Number(options.lines)),
  exactness: () => benchExactness(Number(options.logs)),
  mutations: () => benchMutations(Number(options.mutations)),
};

const wanted = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: no such part; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}
for (const name of wanted) await PARTS[name]!();
