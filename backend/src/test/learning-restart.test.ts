import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { HOUR, MINUTE } from '../model/targets.ts';
import { aliveLine } from './billing-lines.ts';
import { freePort } from './influxd.ts';
import { getJson, presage, testNetwork, until } from './presage.ts';

/** More than is averaged while the first samples are learnt. */
const HOURS = 14 * 24;

interface SeriesAnswer {
  series: { tags: Record<string, string>; times: number[]; values: (number | null)[] }[];
}

test('a first start that is killed while it learns: the next one averages all minutes of the sessions', async () => {
  const { folder, configuration, log, url } = testNetwork({ port: await freePort(), zone: 'UTC' });
  const start = Math.floor(Date.now() / HOUR) * HOUR - (HOURS + 1) * HOUR;
  const minutes = Array.from({ length: HOURS * 60 }, (_, minute) => start + minute * MINUTE);
  writeFileSync(log, minutes.map((time) => aliveLine(time, 'UTC')).join(''));
  /** The hours of which there is a number of sessions of the NAS: of any minute, or a mean of all. */
  const hoursOf = async (step?: string) => {
    const query = `measurement=sessions&field=active&from=${new Date(start).toISOString()}&step=${HOUR}`;
    const { series } = await getJson<SeriesAnswer>(`${url}/api/v1/series?${query}`);
    const found = series.find(({ tags }) => tags.nas !== undefined && tags.step === step);
    return (found?.times ?? []).filter((_, index) => found!.values[index] !== null);
  };

  // No thread that learns begins, so that little is averaged.
  const fault = join(folder, 'fault.mjs');
  writeFileSync(
    fault,
    `import { isMainThread } from 'node:worker_threads';
if (!isMainThread) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  );
  vi.stubEnv('NODE_OPTIONS', `--import ${fault}`);
  const first = presage('run', '--config', configuration);
  onTestFinished(() => void first.child.kill('SIGKILL'));
  vi.unstubAllEnvs();
  await until(hoursOf, (hours) => hours.length === HOURS);
  expect((await hoursOf('1h')).length).toBeLessThan(HOURS - 24);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = presage('run', '--config', configuration);
  onTestFinished(() => void second.child.kill('SIGKILL'));
  const averaged = await until(
    () => hoursOf('1h'),
    (hours) => hours.length >= HOURS - 1,
  );
  expect(averaged).toEqual(Array.from({ length: HOURS - 1 }, (_, hour) => start + hour * HOUR));
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(existsSync(join(folder, 'data', 'forecaster.snapshot'))).toBe(true);
  rmSync(folder, { recursive: true });
}, 60_000);
