import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { aliveLine } from './billing-lines.ts';
import { freePort, testInfluxd } from './influxd.ts';
import { neededExecutable } from './needs.ts';
import { getJson, presage, testNetwork, until } from './presage.ts';

interface Ready {
  status: number;
  text: string;
}
const ready = async (url: string): Promise<Ready> => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, text: await answer.text() };
};

/** Runs a command to its end; answers its exit code and the lines it said. */
async function outcome(...args: string[]) {
  const running = presage(...args);
  const code = await running.ended;
  return { code, lines: running.said().trim().split('\n') };
}

test('a bad configuration: a line each problem, exit code 2', async () => {
  const { folder, configuration } = testNetwork({ port: 1, zone: 'Mars/Olympus' });
  for (const command of ['run', 'check']) {
    const { code, lines } = await outcome(command, '--config', configuration);
    expect(code).toBe(2);
    expect(lines).toEqual([
      expect.stringMatching(/presage.yml:2:7: zone: found "Mars\/Olympus", expected an IANA time zone/),
    ]);
  }
  expect(await outcome('check', '--config', folder)).toMatchObject({
    code: 2,
    lines: [expect.stringContaining('this is a folder')],
  });
  expect((await outcome('run', '--speed', 'fast')).code).toBe(2);
  rmSync(folder, { recursive: true });
});

test('a forecasting thread that ends: the service ends with the reason and what to do, exit code 1', async () => {
  const { folder, configuration } = testNetwork({ port: await freePort(), zone: 'UTC' });
  const fault = join(folder, 'fault.mjs');
  writeFileSync(
    fault,
    `import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (!isMainThread) setInterval(() => { if (existsSync('${folder}/now')) throw new Error('out of memory'); }, 50);`,
  );
  vi.stubEnv('NODE_OPTIONS', `--import ${fault}`);
  const running = presage('run', '--config', configuration);
  vi.unstubAllEnvs();
  await until(
    async () => running.said(),
    (said) => said.includes('http://'),
  );
  writeFileSync(join(folder, 'now'), '');
  expect(await running.ended).toBe(1);
  expect(running.said()).toMatch(/^a forecasting thread has failed: out of memory; start Presage again/m);
  rmSync(folder, { recursive: true });
}, 30_000);

test('a folder among the log files is read with all that is in it; a command that wants files says so', async () => {
  const { folder, configuration, url } = testNetwork({ port: await freePort(), zone: 'UTC' });
  mkdirSync(join(folder, 'radius.log'));
  writeFileSync(join(folder, 'radius.log', 'today'), aliveLine(Date.now() - 2 * 3_600_000, 'UTC'));
  writeFileSync(join(folder, 'radius.log.1'), aliveLine(Date.now() - 3 * 3_600_000, 'UTC'));
  writeFileSync(
    configuration,
    readFileSync(configuration, 'utf8').replace('"radius.log*"', '"radius.log", "radius.log.1"'),
  );
  const running = presage('run', '--config', configuration);
  const status = await until(
    () => getJson<{ sources: { lines: number; problem?: string }[] }>(`${url}/api/v1/status`),
    ({ sources }) => sources[0]!.lines === 2,
  );
  expect(status.sources[0]!.problem).toBeUndefined();
  const { code, lines } = await outcome('import', 'billing-radius', folder, '--dry-run');
  expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('this is a folder')] });
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a second process on the same data folder is told who has it', async () => {
  const { folder, configuration, url, log } = testNetwork({ port: await freePort(), zone: 'UTC' });
  const first = presage('run', '--config', configuration);
  await until(
    () => fetch(`${url}/healthz`),
    ({ ok }) => ok,
  );
  writeFileSync(log, '');
  for (const args of [['run'], ['import', 'billing-radius', log]]) {
    const { code, lines } = await outcome(...args, '--config', configuration);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining(
        `another Presage (process ${first.child.pid}) uses this data folder; stop it, or set data:`,
      ),
    ]);
  }
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a port in use says which and what to do', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { folder, configuration } = testNetwork({ port, zone: 'UTC' });
  const { code, lines } = await outcome('run', '--config', configuration);
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(new RegExp(`port ${port} .*in use.*serve.port`))]);
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const influxdPath = neededExecutable('influxd', 'influxdb');
test.skipIf(!influxdPath)('an InfluxDB that is away at start is waited for, and nothing is lost', async () => {
  const influxd = await testInfluxd(influxdPath!);
  const store = `{type: influx, url: "${influxd.url}", database: late}`;
  const { folder, configuration, log, url } = testNetwork({ port: await freePort(), zone: 'UTC', store });
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 5 * 3_600_000;
  for (let index = 0; index < 7; index++) appendFileSync(log, aliveLine(hour + index * 1000, 'UTC'));
  const running = presage('run', '--config', configuration);
  const away = await until(
    () => ready(url),
    ({ text }) => text.includes('InfluxDB'),
  );
  expect(away.status).toBe(503);
  expect(away.text).toMatch(/InfluxDB at .* is away: connection refused; start it, or check store.url/);
  await influxd.start();
  const answer = await until(
    () => getJson<Record<string, (number | null)[]>>(`${url}/get_real_and_pred_data`),
    ({ start_stop_alige_count_Alive }) => start_stop_alige_count_Alive!.at(-1) === 7,
  );
  expect(answer.count_failed!.at(-1)).toBe(0);
  await until(
    () => ready(url),
    ({ status }) => status === 200,
  );
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  await influxd.remove();
  rmSync(folder, { recursive: true });
});

test('a stop while InfluxDB is away takes seconds', async () => {
  const store = `{type: influx, url: "http://127.0.0.1:${await freePort()}"}`;
  const { folder, configuration, log, url } = testNetwork({ port: await freePort(), zone: 'UTC', store });
  appendFileSync(log, aliveLine(Date.now() - 9 * 3_600_000, 'UTC'));
  const running = presage('run', '--config', configuration);
  await until(
    () => ready(url),
    ({ status }) => status === 503,
  );
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  rmSync(folder, { recursive: true });
});
