import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../../backend/src/test/influxd.ts';
import { getJson, presage, until } from '../../backend/src/test/presage.ts';

const HOUR = 3_600_000;
const SPEED = 20;
const RADIUS_SERIES = 10;

export const TOKEN = 'token of the browser tests';

/** The demo network, with a router that is dead. */
export interface Network {
  /** Where it listens for Grafana. */
  readonly address: string;
  /** Its own clock, epoch milliseconds. */
  now(): Promise<number>;
  close(): Promise<void>;
}

/** Starts it as a process of its own and waits until there are forecasts and incidents. */
export async function startNetwork(): Promise<Network> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-browser-'));
  const [port, address] = [await freePort(), `127.0.0.1:${await freePort()}`];
  const file = join(folder, 'presage.yml');
  writeFileSync(
    file,
    `network: Test
zone: UTC
data: data
log_level: error
serve: {port: ${port}}
grafana: {listen: "${address}", token: "${TOKEN}"}
`
  );
  const url = `http://127.0.0.1:${port}/api/v1`;
  const running = presage('run', '--demo', '--no-faults', '--speed', String(SPEED), '--config', file);
  const close = async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const now = async () => (await getJson<{ now: number }>(`${url}/status`)).now;
  try {
    await until(now, () => true);
    // Its log is read in the order of its days, and forecasts are made on the way: only new ones are of the end.
    const forecasts = () => getJson<{ forecasts: Array<{ origin: number }> }>(`${url}/forecasts?measurement=radius`);
    const time = await now();
    const isNew = ({ origin }: { origin: number }) => origin > time - 3 * HOUR;
    await until(forecasts, (answer) => answer.forecasts.filter(isNew).length >= RADIUS_SERIES, 480_000);
    await fetch(`${url}/simulate/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'device-dead', device: 'agg-2', duration: 24 * HOUR }),
    });
    const incidents = () => getJson<{ incidents: Array<{ symptoms: unknown[] }> }>(`${url}/incidents`);
    await until(incidents, (answer) => answer.incidents.some(({ symptoms }) => symptoms.length > 0), 240_000);
  } catch (error) {
    await close();
    throw new Error(`the demo network did not become ready: ${running.said()}`, { cause: error });
  }
  return { address, now, close };
}
