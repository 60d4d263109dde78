import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A real InfluxDB on loopback for one test file. */
export interface TestInfluxd {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it: SIGTERM, or SIGKILL as a crash would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Prepares an InfluxDB with an empty data folder; `start` runs it, always on the same port. */
export async function testInfluxd(executable: string): Promise<TestInfluxd> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-influxd-'));
  const [port, rpc] = [await freePort(), await freePort()];
  const configuration = join(folder, 'influxdb.conf');
  writeFileSync(
    configuration,
    `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
`,
  );
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const ended = child && new Promise((resolve) => child?.once('exit', resolve));
    child?.kill(signal);
    await ended;
    child = undefined;
  };
  return {
    url,
    async start() {
      child = spawn(executable, ['run', '-config', configuration], { stdio: 'ignore' });
      for (let attempt = 0; attempt < 600; attempt++) {
        const answer = await fetch(`${url}/ping`).catch(() => undefined);
        if (answer?.status === 204) return;
        await wait(50);
      }
      throw new Error(`influxd did not answer at ${url}`);
    },
    stop,
    async remove() {
      await stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
