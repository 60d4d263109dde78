import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { NamedTrap, TrapHandlers } from '../model/contracts/traps.ts';
import type { Batch } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';
import type { Trap } from '../model/trap.ts';
import { openMemoryState } from '../state/database.ts';
import { createAlarmMemory } from '../state/trap-memory.ts';
import { manualClock } from '../test/manual-clock.ts';
import { memoryStore } from '../test/memory-store.ts';
import { createAddresses } from './addresses.ts';
import { startTraps } from './traps.ts';

const POWER: NamedTrap = {
  ...{ name: 'upsOnBattery', severity: 'major', text: 'Runs on battery', kind: 'power-failure', raises: true },
  ...{ interface: undefined, part: undefined, lasts: undefined },
};
const trap = (more: Partial<Trap> = {}): Trap => ({
  ...{ time: 1000, source: '10.0.0.1', agent: null, version: '2c', inform: false, credentials: 'plain' },
  ...{ oid: '1.3.6.1.4.1.318.0.5', uptimeSeconds: null, variables: [] },
  ...more,
});

async function start(receiveBuffer = 8, failing = false) {
  const clock = manualClock(0);
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const judged: Batch[] = [];
  let handlers: TrapHandlers | undefined;
  const traps = await startTraps({
    async open(given) {
      handlers = given;
      return { address: '127.0.0.1', port: 1162, receiveBuffer, close: async () => {} };
    },
    receiveBuffer: 8,
    name: () => POWER,
    addresses: createAddresses(
      () => [{ device: 'ups', host: '10.0.0.1' }],
      {},
      async () => [],
    ),
    memory: createAlarmMemory(openMemoryState().database),
    components: () => [],
    isWatched: () => true,
    measured(batch) {
      if (failing) throw new Error('the disk is full');
      judged.push(batch);
    },
    store: memoryStore(),
    ...{ duplicates: 1000, clock, logger },
  });
  return { traps, handlers: handlers!, clock, lines, judged };
}

test('a trap is noted, said and judged', async () => {
  const { traps, handlers, lines, judged } = await start();
  handlers.take([trap()]);
  expect(judged).toMatchObject([[{ series: { tags: { device: 'ups' }, field: 'power_failure' }, values: [3] }]]);
  expect(lines).toEqual(['trap of ups: Runs on battery']);
  expect(traps.status()).toMatchObject({ taken: 1, listen: { port: 1162 }, recent: [{ device: 'ups' }] });
});

test('one that a relay sends on is of the device it names; one of nobody is listed and judged not', async () => {
  const { traps, handlers, judged } = await start();
  handlers.take([trap({ source: '10.9.9.9', agent: '10.0.0.1' }), trap({ source: '10.9.9.9' })]);
  expect(judged).toHaveLength(1);
  expect(
    traps
      .status()
      .recent.map(({ device }) => device)
      .toSorted(),
  ).toEqual([null, 'ups']);
});

test('a small receive buffer is said with what to do', async () => {
  expect((await start(7)).lines).toEqual([expect.stringContaining('raise net.core.rmem_max to 8')]);
});

test('what is refused is said once a minute', async () => {
  const { traps, handlers, clock, lines } = await start();
  const stop = new AbortController();
  const running = traps.run(stop.signal);
  for (let count = 0; count < 3; count++) handlers.refused('wrong digest', '10.0.0.2', 1);
  await clock.advance(MINUTE);
  handlers.refused('unknown user', '10.0.0.2', 1);
  await clock.advance(MINUTE);
  await clock.advance(MINUTE);
  stop.abort();
  await clock.advance(MINUTE);
  await running;
  expect(lines).toEqual(['traps that were not taken: 3 wrong digest', 'traps that were not taken: 1 unknown user']);
});

test('a failure is logged and ends nothing', async () => {
  const { handlers, lines } = await start(8, true);
  expect(() => handlers.take([trap()])).not.toThrow();
  expect(lines).toContain('traps: the disk is full');
});
