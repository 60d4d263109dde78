import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../test/manual-clock.ts';
import { devicesFile } from './devices-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-devices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(text: string) {
  const path = join(folder, 'devices.yml');
  writeFileSync(path, text);
  const clock = manualClock(0);
  const applied: string[] = [];
  const logged: string[] = [];
  const file = devicesFile({
    path,
    read() {
      const found = readFileSync(path, 'utf8');
      if (found.includes('wrong')) throw new Error(`${path}:1:1: wrong`);
      return found;
    },
    apply(devices) {
      applied.push(devices);
      return `${devices} put`;
    },
    logger: {
      info: (words: unknown) => logged.push(String(words)),
      error: (words: unknown) => logged.push(String(words)),
    },
    clock,
  });
  const stop = new AbortController();
  const ended = file.run(stop.signal);
  const end = () => {
    stop.abort();
    return ended;
  };
  return { path, file, clock, applied, logged, end };
}

describe('the file of the devices', () => {
  test('is read again when it changes, and only then', async () => {
    const { path, clock, applied, end } = start('one');
    await clock.advance(60_000);
    expect(applied).toEqual([]);
    writeFileSync(path, 'three');
    await clock.advance(3000);
    await clock.advance(60_000);
    expect(applied).toEqual(['three']);
    writeFileSync(join(folder, 'new'), 'seven');
    renameSync(join(folder, 'new'), path);
    await clock.advance(3000);
    expect(applied).toEqual(['three', 'seven']);
    await end();
  });

  test('says what is wrong with it while the devices from before go on, until it is mended', async () => {
    const { path, file, clock, applied, logged, end } = start('one');
    writeFileSync(path, 'wrong');
    await clock.advance(10_000);
    expect(file.problem()).toBe(`${path}:1:1: wrong`);
    expect(logged).toEqual([`${path}:1:1: wrong; the devices from before go on`]);
    rmSync(path);
    await clock.advance(3000);
    expect(file.problem()).toMatch(/ENOENT/);
    writeFileSync(path, 'mended');
    await clock.advance(3000);
    expect(file.problem()).toBeUndefined();
    expect(applied).toEqual(['mended']);
    await end();
  });

  test('can be read at once, and is not read a second time for it', async () => {
    const { path, file, clock, applied, end } = start('one');
    writeFileSync(path, 'other');
    file.reload();
    await clock.advance(10_000);
    expect(applied).toEqual(['other']);
    await end();
  });
});
