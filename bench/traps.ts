// What receiving SNMP traps costs and loses: npm run bench -- traps
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDecoder } from '../backend/src/collect/traps/decoder.ts';
import { createEngines } from '../backend/src/collect/traps/engines.ts';
import { openTrapReceiver } from '../backend/src/collect/traps/receiver.ts';
import { CREDENTIALS, memoryOfEngines } from '../backend/src/collect/traps/suite.ts';

const BURST = 5000;
/** Forged traps a second, for so many seconds. */
const FORGED_RATE = 1000;
const FORGED_SECONDS = 10;
/** Percent of a core. */
const CPU_BAR = 10;
/** The same in the receiver of the library net-snmp, which takes a millisecond for each. */
const NET_SNMP_SHARE = 100;
/** Nothing here is to be dropped for its source: what is measured is reading and checking. */
const LIMITS = { rate: 1_000_000, burst: 1_000_000 };

function print(name: string, value: number, unit: string, bar: number, reference: number | null): void {
  const ratio = reference === null ? null : value / reference;
  process.stdout.write(`${JSON.stringify({ name, value, unit, bar, reference, ratio })}\n`);
}

const counts = { taken: 0, refused: new Map<string, number>() };
const decode = createDecoder(CREDENTIALS, createEngines(memoryOfEngines(), Date.now()));
const receiver = await openTrapReceiver({
  ...{ address: '127.0.0.1', port: 0, decode, limits: LIMITS, now: Date.now },
  take(traps) {
    counts.taken += traps.length;
  },
  refused: (reason) => void counts.refused.set(reason, (counts.refused.get(reason) ?? 0) + 1),
});

/** Lets a process of its own send; answers the CPU seconds that this one took meanwhile. */
async function whileSending(what: string, count: number, perSecond: number): Promise<number> {
  const sender = fork(join(import.meta.dirname, 'traps/sender.ts'), [
    what,
    `${receiver.port}`,
    `${count}`,
    `${perSecond}`,
  ]);
  await once(sender, 'message');
  const before = process.cpuUsage();
  sender.send('go');
  await once(sender, 'exit');
  await sleep(500);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const refused = () => [...counts.refused.values()].reduce((sum, count) => sum + count, 0);

process.stderr.write(`receive buffer: ${receiver.receiveBuffer} octets\n`);
await whileSending('plain', BURST, 0);
print(`traps lost of a burst of ${BURST}`, BURST - counts.taken, 'traps', 0, null);

for (const what of ['unknown-user', 'wrong-digest', 'unknown-engine']) {
  const before = refused();
  const total = FORGED_RATE * FORGED_SECONDS;
  const seconds = await whileSending(what, total, FORGED_RATE);
  if (refused() - before < 0.99 * total) throw new Error(`${refused() - before} of ${total} forged traps were seen`);
  const share = (100 * seconds) / FORGED_SECONDS;
  print(
    `CPU of ${FORGED_RATE} forged SNMPv3 traps a second: ${what.replace('-', ' ')}`,
    share,
    '%',
    CPU_BAR,
    NET_SNMP_SHARE,
  );
}
await receiver.close();
