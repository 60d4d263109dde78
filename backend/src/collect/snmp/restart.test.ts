import { describe, expect, test } from 'vitest';
import type { Device, DeviceReading } from '../../model/device.ts';
import { seriesKey } from '../../model/series.ts';
import { createCounterMemory } from '../../state/counter-memory.ts';
import { openMemoryState } from '../../state/database.ts';
import { createInventory } from '../../state/inventory.ts';
import { type ManualClock, manualClock } from '../../test/manual-clock.ts';
import { createPoller } from './poller.ts';

const MINUTE = 60_000;
const START = 28_333_333 * MINUTE;
const OCTETS_PER_SECOND = 1000;
const IN = 'interface,component=ge-1,device=edge in_bits_per_second';
const ANSWERED = 'device,device=edge answered';

const device: Device = {
  id: 'edge',
  name: 'edge',
  address: '192.0.2.1',
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod: MINUTE,
};

/** A device with one port that moves octets evenly. */
const read = (clock: ManualClock): DeviceReading => ({
  device: 'edge',
  time: clock.now(),
  sysName: 'edge',
  sysDescr: null,
  sysObjectID: null,
  profile: 'standard',
  uptimeSeconds: (clock.now() - START) / 1000 + 5000,
  responseMilliseconds: 3,
  cpu: [],
  memory: [],
  temperature: [],
  sensors: [],
  errors: [],
  interfaces: [
    {
      index: '1',
      name: 'ge-1',
      alias: '',
      speedBitsPerSecond: 1e9,
      adminStatus: 'up',
      operStatus: 'up',
      inOctets: BigInt(Math.round(((clock.now() - START) / 1000) * OCTETS_PER_SECOND)),
      outOctets: null,
      octetBits: 64,
      inErrors: null,
      outErrors: null,
    },
  ],
});

/** Polls for `before`, is away for `absence`, and polls again; answers the minutes of each series. */
async function restarted(before: number, absence: number): Promise<Map<string, Map<number, number>>> {
  const clock = manualClock(START);
  const { database, close } = openMemoryState();
  const minutes = new Map<string, Map<number, number>>();
  const runFor = async (duration: number) => {
    const poller = createPoller({
      devices: [device],
      createReader: () => ({ read: async () => read(clock), close() {} }),
      inventory: createInventory(database),
      memory: createCounterMemory(database, clock, (error) => expect.unreachable(String(error))),
      clock,
    });
    const stop = new AbortController();
    const ended = poller.start(async ({ batch }) => {
      for (const { series, times, values } of batch) {
        const known = minutes.get(seriesKey(series)) ?? new Map<number, number>();
        minutes.set(seriesKey(series), known);
        for (const [at, time] of times.entries()) known.set((time - START) / MINUTE, values[at]!);
      }
    }, stop.signal);
    await clock.advance(duration);
    stop.abort();
    await ended;
  };
  await runFor(before);
  await clock.advance(absence);
  await runFor(10 * MINUTE);
  close();
  return minutes;
}

/** The longest run of minutes without a sample. */
function longestGap(minutes: ReadonlyMap<number, number>): number {
  const known = [...minutes.keys()].toSorted((a, b) => a - b);
  return Math.max(...known.slice(1).map((minute, at) => minute - known[at]! - 1));
}

describe('after a restart', () => {
  test('within the poll period nothing is missing, and rates go on over it', async () => {
    for (let second = 1; second <= 60; second += 7) {
      const minutes = await restarted(5 * MINUTE + second * 1000, 10_000);
      expect(longestGap(minutes.get(IN)!)).toBe(0);
      for (const value of minutes.get(IN)!.values()) expect(value).toBeCloseTo(8 * OCTETS_PER_SECOND, 3);
    }
  });

  test.each([2, 5, 30])('the gap is no longer than an absence of %i minutes and one poll', async (absence) => {
    for (let second = 1; second <= 60; second += 7) {
      const minutes = await restarted(5 * MINUTE + second * 1000, absence * MINUTE);
      expect(longestGap(minutes.get(ANSWERED)!)).toBeLessThanOrEqual(absence + 1);
      expect(longestGap(minutes.get(IN)!)).toBeLessThanOrEqual(absence + 1);
      for (const value of minutes.get(IN)!.values()) expect(value).toBeCloseTo(8 * OCTETS_PER_SECOND, 3);
    }
  });
});
