// What broken answers of devices do to what receives them: npm run bench -- snmp-mutations [--packets 10000000] [--seed 1]
import { parseArgs } from 'node:util';
import { randomOf } from '../backend/src/model/random.ts';
import { receiveMutated } from '../backend/src/test/mutated-answers.ts';

const { values: options } = parseArgs({
  options: { packets: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
});
const packets = Number(options.packets);

function print(name: string, value: number, unit: string, bar: number | null): void {
  const line = { name: `snmp.${name} of mutated answers`, value, unit, bar, reference: null, ratio: null };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const begun = performance.now();
const { taken, exceptions, wrong, last } = await receiveMutated(packets, randomOf(Number(options.seed)));
const seconds = (performance.now() - begun) / 1000;
if (last !== '') process.stderr.write(`${last}\n`);
print('throughput', Math.round(packets / seconds), 'packets/s', null);
print('share taken', taken / packets, 'ratio', null);
print('exceptions', exceptions, 'packets', 0);
print('wrong values', wrong, 'packets', 0);
process.exitCode = exceptions + wrong > 0 ? 1 : 0;
