import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { demoConfiguration, readConfiguration } from '../configuration.ts';
import { answeredSeries, temperatureSeries } from '../model/device-series.ts';
import type { Series } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';
import { watchParts } from '../parts.ts';
import { type PolledDevice, polledDevices } from '../polled-devices.ts';
import { deviceRegistry } from '../service/devices.ts';
import { liveDevices } from '../service/live-devices.ts';
import { startWatching } from '../service/watching.ts';
import { createAgent } from '../simulate/agent/agent.ts';
import { parseRecording } from '../simulate/agent/recording.ts';
import { openMemoryState } from '../state/database.ts';
import { createIncidentState } from '../state/incident-state.ts';
import { freePort } from './influxd.ts';
import { manualClock } from './manual-clock.ts';
import { getJson, presage, until } from './presage.ts';

const START = Date.UTC(2026, 10, 24, 12);

/** A watch over devices that are written as in the configuration. */
function watch(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-changes-'));
  const read = (devices: string) => {
    writeFileSync(join(folder, 'presage.yml'), `devices:\n${devices}`);
    return polledDevices(readConfiguration(join(folder, 'presage.yml'), {}));
  };
  const clock = manualClock(START);
  const devices = liveDevices<PolledDevice>(read(text));
  const registry = deviceRegistry(devices.list(), () => []);
  devices.listen(() => registry.replace(devices.list()));
  const incidents = createIncidentState(openMemoryState().database);
  const configuration = demoConfiguration(folder);
  const parts = watchParts({ configuration, devices, incidents, registry, sessions: () => undefined, clock });
  const watching = startWatching({ ...parts, clock, logger: pino({ enabled: false }) });
  devices.listen(watching.devicesChanged);
  const stop = new AbortController();
  const ended = watching.run(stop.signal);
  return {
    clock,
    change: (next: string) => devices.replace(read(next)),
    /** Measures a value of a series each minute from now on. */
    async measure(series: Series, value: number, minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        watching.measured([{ series, times: [clock.now()], values: [value] }]);
        await clock.advance(MINUTE);
      }
    },
    open: () => incidents.list({ open: true }, 100).map(({ kind, resource }) => `${kind} of ${resource.device}`),
    async end() {
      stop.abort();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const A = '  - {id: a, address: 10.0.0.1}\n';
const B = '  - {id: b, address: 10.0.0.2}\n';

test('what is open of a removed device ends, and it is not missed', async () => {
  const { measure, change, open, clock, end } = watch(A + B);
  await measure(answeredSeries('a'), 0, 3);
  await measure(answeredSeries('b'), 0, 3);
  expect(open().toSorted()).toEqual(['device-down of a', 'device-down of b']);
  change(A);
  expect(open()).toEqual(['device-down of a']);
  await clock.advance(60 * MINUTE);
  expect(open()).toEqual(['device-down of a']);
  await end();
});

test('limits of a device that change are in force at once, also for what is open', async () => {
  const hot = temperatureSeries('a', 'chassis');
  const limited = (limit: string) => `  - {id: a, address: 10.0.0.1, incidents: {temperature: ${limit}}}\n`;
  const { measure, change, open, end } = watch(A);
  await measure(hot, 65, 4);
  expect(open()).toEqual([]);
  change(limited('{threshold: 60}'));
  await measure(hot, 65, 4);
  expect(open()).toEqual(['temperature of a']);
  change(limited('{threshold: 60}').replace('10.0.0.1', '10.0.0.9'));
  await measure(hot, 65, 1);
  expect(open()).toEqual(['temperature of a']);
  change(limited('{threshold: 80}'));
  await measure(hot, 65, 5);
  expect(open()).toEqual([]);
  change(limited('{threshold: 60}'));
  await measure(hot, 65, 4);
  change(limited('false'));
  await measure(hot, 65, 2);
  expect(open()).toEqual([]);
  await end();
});

test('a running service takes devices up from their file and lets them go', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-changes-'));
  const agent = createAgent({
    tree: parseRecording('1.3.6.1.2.1.1.1.0|4|A switch\n1.3.6.1.2.1.1.3.0|67|5').tree,
    community: 'public',
  });
  const { port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const served = await freePort();
  const file = join(folder, 'devices.yml');
  writeFileSync(file, 'devices: []\n');
  writeFileSync(
    join(folder, 'presage.yml'),
    `devices_file: devices.yml\nlog_level: error\ngrafana: {listen: off}\nserve: {port: ${served}}\nsnmp: {poll_period: 10s}\n`,
  );
  const running = presage('run', '--config', join(folder, 'presage.yml'));
  const url = `http://127.0.0.1:${served}/api/v1`;
  const states = async () => {
    const { devices } = await getJson<{ devices: { id: string; state: string }[] }>(`${url}/devices`);
    return devices.map(({ id, state }) => `${id} ${state}`).join();
  };
  const problem = async () => (await getJson<{ devices: { problem: string | null } }>(`${url}/status`)).devices.problem;
  try {
    await until(states, (answer) => answer === '');
    writeFileSync(file, `devices: [{id: sw-1, address: "127.0.0.1:${port}"}]\n`);
    await until(states, (answer) => answer === 'sw-1 up');
    writeFileSync(file, 'devices: [{id: sw-1}]\n');
    expect(await until(problem, (answer) => answer !== null)).toContain('devices[0].address');
    expect(await states()).toBe('sw-1 up');
    writeFileSync(file, 'devices: []\n');
    await until(states, (answer) => answer === '');
    expect(await problem()).toBeNull();
  } finally {
    running.child.kill();
    await running.ended;
    await agent.close();
    rmSync(folder, { recursive: true });
  }
});
