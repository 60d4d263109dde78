import { createSocket, type Socket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { communityMessage, LINK_DOWN, linkDownPdu } from '../collect/traps/suite.ts';
import type { TrapStatus } from '../model/contracts/traps.ts';
import type { Incident } from '../model/incident.ts';
import { getJson, presage, type RunningPresage, testNetwork, until } from './presage.ts';

const running: RunningPresage[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function socketAt(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  await new Promise<void>((bound) => socket.bind(0, address, bound));
  return socket;
}

test('a trap of a device becomes an incident; one of a stranger is counted', async () => {
  const { configuration, url } = testNetwork({ port: await freePort(), zone: 'UTC' });
  const port = await freePort();
  writeFileSync(
    configuration,
    `network: Test
data: data
log_level: warn
serve: {port: ${new URL(url).port}}
grafana: {listen: off}
snmp: {credentials: {noc: {version: 2c, community: public}}, timeout: 100ms, retries: 0}
devices: [{id: switch, address: "127.0.0.2:9", poll_period: 1h}]
traps: {enabled: true, listen: {port: ${port}}, credentials: [noc]}
`,
  );
  const process = presage('run', '--config', configuration);
  running.push(process);
  await until(
    async () => process.said(),
    (said) => said.includes(`UDP port ${port} on 127.0.0.1`),
  );

  const device = await socketAt('127.0.0.2');
  const stranger = await socketAt('127.0.0.3');
  device.send(communityMessage(linkDownPdu(7)), port, '127.0.0.1');
  stranger.send(communityMessage(linkDownPdu(7)), port, '127.0.0.1');
  stranger.send(communityMessage(linkDownPdu(7), 'guess'), port, '127.0.0.1');

  const { incidents } = await until(
    () => getJson<{ incidents: Incident[] }>(`${url}/api/v1/incidents?kind=interface-down`),
    (answer) => answer.incidents.length > 0,
  );
  expect(incidents).toMatchObject([
    {
      ...{ kind: 'interface-down', phase: 'active', severity: 'major', unit: 'severity' },
      resource: { device: 'switch', component: 'ifIndex-7' },
    },
  ]);
  const traps = await until(
    () => getJson<TrapStatus>(`${url}/api/v1/traps`),
    ({ taken, refused }) => taken === 2 && refused['unknown community'] === 1,
  );
  expect(traps).toMatchObject({ fromUnknownSources: 1, listen: { port } });
  expect(traps.recent.map(({ source, device: from, oid }) => [source, from, oid]).toSorted()).toEqual([
    ['127.0.0.2', 'switch', LINK_DOWN],
    ['127.0.0.3', null, LINK_DOWN],
  ]);
}, 60_000);
