import { expect, test } from 'vitest';
import { createNeighbourReader } from '../collect/snmp/neighbours/read-neighbours.ts';
import { networkLinks } from '../decide/links.ts';
import { v2c } from '../model/credentials.ts';
import type { Device } from '../model/device.ts';
import { zone } from '../model/zone.ts';
import { createDemoNetwork } from '../simulate/network/network.ts';

test('the devices of the demo network tell how they hang together, and so their parents', async () => {
  const clock = { now: () => Date.parse('2026-11-02T17:00:00Z'), sleep: async () => {} };
  const place = zone('Europe/Ulyanovsk');
  const network = createDemoNetwork({ seed: 1, subscribers: 300, zone: place, clock, faults: () => [] });
  await network.listen();
  try {
    const neighbourhoods = await Promise.all(
      network.devices.map(async ({ id, address }) => {
        const asking = { address: address.host, port: address.port, timeout: 5000, retries: 0 };
        const reader = createNeighbourReader({ ...asking, credentials: [v2c('public')] });
        const { identity, neighbours, errors } = await reader.read().finally(reader.close);
        expect(errors).toEqual([]);
        return { device: id, time: 1, identity, neighbours: neighbours.map((one) => ({ ...one, lastSeen: 1 })) };
      }),
    );
    // As they would be entered by somebody who knows only where the core is.
    const devices = network.devices.map(
      ({ address: { host, port }, ...device }): Device => ({
        ...{ ...device, address: `${host}:${port}`, parent: undefined, nas: [] },
        ...(device.id === 'core-1' ? { role: 'core' } : {}),
      }),
    );
    const { links, strangers, proposedParents } = networkLinks(devices, neighbourhoods);
    expect(strangers).toEqual([]);
    const parents = network.devices.flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent]]));
    expect(new Map(proposedParents)).toEqual(new Map(parents as [string, string][]));
    // Each BRAS has a link for what comes in and one for what goes out.
    expect(links).toHaveLength(parents.length + 2);
    for (const { ends, known } of links) {
      expect(ends.every(({ index }) => index !== null)).toBe(true);
      expect(new Set(known.map(({ device }) => device))).toEqual(new Set(ends.map(({ node }) => node)));
    }
  } finally {
    await network.close();
  }
});
