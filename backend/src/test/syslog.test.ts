import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { LogSourceReport } from '../model/log-source.ts';
import { aliveLine } from './billing-lines.ts';
import { freePort } from './influxd.ts';
import { getJson, presage, testNetwork, until } from './presage.ts';

const HOUR = 3_600_000;

/** Sends lines as a relay does, and ends the connection. */
async function send(port: number, lines: readonly string[]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(lines.map((line) => `<30>${line}`).join(''));
  await once(socket, 'close');
}

test('a log that is received over syslog becomes the series of its hours, and is gone on with after a kill', async () => {
  const port = await freePort();
  const { folder, configuration, url } = testNetwork({ port: await freePort(), zone: 'Europe/Ulyanovsk' });
  const text = readFileSync(configuration, 'utf8');
  writeFileSync(configuration, text.replace('files: ["radius.log*"]', `syslog: {listen: "127.0.0.1:${port}"}`));
  const source = async () => (await getJson<{ sources: LogSourceReport[] }>(`${url}/api/v1/sources`)).sources[0]!;
  // The last hours: one that is over, and the running one, whose line says that it is.
  const hour = Math.floor(Date.now() / HOUR) * HOUR - HOUR;
  const line = (instant: number) => aliveLine(instant, 'Europe/Ulyanovsk');
  const first = presage('run', '--config', configuration);
  await until(source, ({ receiver }) => receiver?.listening[0] === `tcp 127.0.0.1:${port}`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await send(port, [line(hour), line(hour + 60_000), 'nonsense\n']);
  await until(source, ({ lines }) => lines === 3);
  // Longer than lines wait to be taken in together.
  await new Promise((done) => setTimeout(done, 500));
  first.child.kill('SIGKILL');
  await first.ended;

  const second = presage('run', '--config', configuration);
  await until(source, ({ receiver }) => receiver?.listening.length === 1);
  await send(port, [line(hour + 120_000), line(hour + HOUR + 180_000)]);
  const asked = `${url}/api/v1/series?field=start_stop_alige_count_Alive&from=${hour}`;
  const alive = async () => (await getJson<{ series: { times: number[]; values: number[] }[] }>(asked)).series[0];
  await until(alive, (series) => series?.times[0] === hour && series.values[0] === 3);
  expect(await source()).toMatchObject({
    lines: 5,
    unreadable: { 'foreign text': 1 },
    receiver: { peers: [{ address: '127.0.0.1', messages: 2 }], refused: {} },
    problem: null,
  });
  second.child.kill();
  await second.ended;
  rmSync(folder, { recursive: true });
}, 60_000);
