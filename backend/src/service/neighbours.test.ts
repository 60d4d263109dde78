import { describe, expect, test } from 'vitest';
import type { NeighbourReader } from '../model/contracts/neighbours.ts';
import type { Device } from '../model/device.ts';
import type { Neighbour, Neighbourhood } from '../model/neighbour.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { openMemoryState } from '../state/database.ts';
import { createNeighbourMemory } from '../state/neighbour-memory.ts';
import { manualClock } from '../test/manual-clock.ts';
import { watchNeighbours } from './neighbours.ts';

const device = (id: string): Device => ({
  ...{ id, name: id, address: `${id}:161`, site: '', parent: undefined, subscribers: undefined, nas: [] },
  pollPeriod: MINUTE,
});
const neighbour = (by: Neighbour['by'], localIndex: string, chassis: string): Neighbour => ({
  ...{ by, localIndex, localPort: `ge${localIndex}`, name: null, chassis, address: null },
  ...{ port: null, portDescription: null },
});

/** Devices that answer what the test says, and what was asked of them. */
function network() {
  const said = new Map<string, Neighbour[]>();
  const wanted = new Map<string, boolean>();
  const asked: string[] = [];
  const createReader = ({ id }: Device): NeighbourReader => ({
    async read() {
      asked.push(id);
      const neighbours = said.get(id);
      if (!neighbours) throw new Error('no answer');
      const identity = {
        ...{ sysName: id, sysDescr: null, sysObjectID: null, engineId: null, bridge: null, addresses: [], ports: [] },
        chassis: `mac of ${id}`,
      };
      return { identity, neighbours: neighbours.filter(({ by }) => by === 'lldp'), errors: [] };
    },
    async sightings(_ports, isWanted) {
      const seen = (said.get(id) ?? []).filter(({ by }) => by === 'fdb');
      for (const { chassis } of seen) wanted.set(chassis!, isWanted(chassis!));
      return { neighbours: seen.filter(({ chassis }) => isWanted(chassis!)), errors: [] };
    },
    close() {},
  });
  return { said, wanted, asked, createReader };
}

function start(devices: () => readonly Device[]) {
  const { database } = openMemoryState();
  const memory = createNeighbourMemory(database);
  const clock = manualClock(1_000_000_000_000);
  const lines = network();
  const stop = new AbortController();
  const parts = {
    ...{ devices, memory, clock, createReader: lines.createReader },
    linksOf: (_devices: readonly Device[], all: readonly Neighbourhood[]) => ({
      links: [],
      strangers: all.map(({ device: id }) => ({ id, name: null, chassis: null, address: null })),
      proposedParents: new Map<string, string>(),
    }),
    logger: { debug() {}, warn() {} },
  };
  const watch = watchNeighbours(parts);
  const ended = watch.run(stop.signal);
  const end = () => {
    stop.abort();
    return ended;
  };
  return { ...lines, memory, clock, watch, stop: end };
}

const kept = (memory: ReturnType<typeof createNeighbourMemory>) =>
  memory.all().map(({ device: id, neighbours }) => [id, ...neighbours.map(({ by, chassis }) => `${by} ${chassis}`)]);

describe('neighbours of devices', () => {
  test('are read a while after the start and every six hours, and kept', async () => {
    const devices = [device('a'), device('b')];
    const { said, asked, memory, clock, stop } = start(() => devices);
    said.set('a', [neighbour('lldp', '1', 'mac of b')]).set('b', []);
    await clock.advance(2 * MINUTE);
    expect(asked).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(asked).toEqual(['a', 'b']);
    expect(kept(memory)).toEqual([['a', 'lldp mac of b'], ['b']]);
    await clock.advance(5 * HOUR);
    expect(asked).toHaveLength(2);
    await clock.advance(2 * HOUR);
    expect(asked).toHaveLength(4);
    await stop();
  });

  test('addresses are looked for once all devices are known, and only theirs', async () => {
    const devices = [device('a'), device('b')];
    const { said, wanted, memory, clock, stop } = start(() => devices);
    said.set('a', [neighbour('fdb', '1', 'mac of b'), neighbour('fdb', '2', 'mac of a phone')]).set('b', []);
    await clock.advance(4 * MINUTE);
    expect(Object.fromEntries(wanted)).toEqual({ 'mac of b': true, 'mac of a phone': false });
    expect(kept(memory)[0]).toEqual(['a', 'fdb mac of b']);
    await stop();
  });

  test('one that falls silent is kept for days, one whose place is taken is not', async () => {
    const devices = [device('a')];
    const { said, memory, clock, stop } = start(() => devices);
    said.set('a', [neighbour('lldp', '1', 'x'), neighbour('lldp', '2', 'y')]);
    await clock.advance(4 * MINUTE);
    said.set('a', [neighbour('lldp', '2', 'z')]);
    await clock.advance(7 * HOUR);
    expect(kept(memory)).toEqual([['a', 'lldp z', 'lldp x']]);
    for (let day = 0; day < 8; day++) await clock.advance(24 * HOUR);
    expect(kept(memory)).toEqual([['a', 'lldp z']]);
    await stop();
  });

  test('a silent device is asked again within hours, and what is known of it stays', async () => {
    const devices = [device('a')];
    const { said, asked, memory, clock, stop } = start(() => devices);
    said.set('a', [neighbour('lldp', '1', 'x')]);
    await clock.advance(4 * MINUTE);
    said.delete('a');
    await clock.advance(6 * HOUR + 3 * HOUR);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThan(8);
    expect(kept(memory)).toEqual([['a', 'lldp x']]);
    await stop();
  });

  test('new devices are asked soon, removed ones forgotten, and links made anew', async () => {
    let devices = [device('a')];
    const { said, memory, clock, watch, stop } = start(() => devices);
    said.set('a', []).set('b', []);
    await clock.advance(4 * MINUTE);
    expect(watch.links().strangers.map(({ id }) => id)).toEqual(['a']);
    devices = [device('b')];
    await clock.advance(6 * MINUTE);
    expect(kept(memory)).toEqual([['b']]);
    expect(watch.links().strangers.map(({ id }) => id)).toEqual(['b']);
    await stop();
  });
});
