import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import { v2c } from '../../model/credentials.ts';
import { closePeers, failing, honest, openSocket, peer } from '../../test/snmp-peer.ts';
import { loadProfiles } from './profiles/load.ts';
import { createSockets } from './protocol/sockets.ts';
import { createDeviceReader } from './read.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const profiles = loadProfiles();

afterEach(closePeers);

const openSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;

/** Octets of heap and buffers after a collection. */
async function used(): Promise<number> {
  await wait(20);
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Devices that answer whatever harms, each reading anew; answers how to read them all once. */
async function hostileDevices(count: number) {
  const stranger = await openSocket();
  let answers = 0;
  const port = await peer((request, send, octets) => {
    const answer = honest(request)!;
    answers++;
    if (answers % 7 === 0) return;
    send(Buffer.alloc(0));
    send(randomBytes(200));
    send(octets);
    send(answer.subarray(0, answer.length - 5));
    send(answer, stranger);
    if (answers % 11 === 0) send(Buffer.alloc(60_000, 0x30));
    if (answers % 5 === 0) send(failing(request, 5));
    else send(answer);
    send(answer);
    setTimeout(() => send(answer), 30);
  });
  const sockets = createSockets();
  const readers = Array.from({ length: count }, (_, number) =>
    createDeviceReader({
      device: `device-${number}`,
      address: '127.0.0.1',
      port,
      credentials: [v2c('public')],
      timeout: 40,
      retries: 0,
      clock: systemClock,
      profiles,
      sockets,
    }),
  );
  return {
    readAll: () => Promise.allSettled(readers.map((reader) => reader.read())),
    close: () => {
      for (const reader of readers) reader.close();
    },
  };
}

test('hostile devices leave neither sockets nor memory behind, however often they are read', async () => {
  const { readAll, close } = await hostileDevices(10);
  for (let round = 0; round < 20; round++) await readAll();
  const [sockets, memory] = [openSockets(), await used()];
  for (let round = 0; round < 60; round++) await readAll();
  expect(openSockets()).toBeLessThanOrEqual(sockets + 1);
  // The datagrams of 600 readings are 9 MB at least; code that is compiled meanwhile takes up to 2 MB.
  const grown = (await used()) - memory;
  expect(grown).toBeLessThan(4_000_000);
  close();
  await wait(60);
  // Those of the peers remain.
  expect(openSockets()).toBe(2);
}, 60_000);
