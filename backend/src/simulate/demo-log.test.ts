import { appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tailFiles } from '../collect/tail/tail.ts';
import type { Clock } from '../model/clock.ts';
import { HOUR } from '../model/targets.ts';
import { type Zone, zone } from '../model/zone.ts';
import { createDemoLog, newestDemoLine } from './demo-log.ts';
import { logPattern } from './log-files.ts';
import { createSubscribers, type Subscribers } from './subscribers.ts';

const DAY = 24 * HOUR;
const berlin = zone('Europe/Berlin');
const NOW = Date.parse('2026-10-26T09:30:00Z');
const few = (seed = 1, place: Zone = berlin) => createSubscribers({ seed, subscribers: 20, zone: place });
const newFolder = () => mkdtempSync(join(tmpdir(), 'presage-demo-'));

/** A clock set by hand. */
function clockAt(start: number): Clock & { set(instant: number): void } {
  let now = start;
  return {
    now: () => now,
    sleep: (duration) => wait(duration),
    set(instant) {
      now = instant;
    },
  };
}
function logIn(folder: string, clock: Clock, subscribers: Subscribers = few(), historyDays = 5) {
  return createDemoLog({ folder, subscribers, zone: berlin, clock, historyDays, writePeriod: 5 });
}
/** All lines in the folder, oldest first. */
function linesIn(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const files = [...names.filter((name) => name !== 'radius.log'), ...names.filter((name) => name === 'radius.log')];
  return files.flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1').split('\n').slice(0, -1);
  });
}
const stream = (from: number, to: number, subscribers = few()) => subscribers.lines(from, to).map(({ text }) => text);
/** Local midnight five days before NOW: one of the days between has 25 hours. */
const OLDEST = Date.parse('2026-10-20T22:00:00Z');

describe('the log of the demo network', () => {
  test('begins with a history in daily files, the older ones gzipped, in order of age', async () => {
    const folder = newFolder();
    await logIn(folder, clockAt(NOW)).prepare();
    expect(readdirSync(folder).sort()).toEqual([
      'radius.log',
      'radius.log-2026-10-21.gz',
      'radius.log-2026-10-22.gz',
      'radius.log-2026-10-23',
      'radius.log-2026-10-24',
      'radius.log-2026-10-25',
    ]);
    expect(linesIn(folder)).toEqual(stream(OLDEST, NOW));
    const ages = readdirSync(folder)
      .sort()
      .slice(1)
      .map((name) => statSync(join(folder, name)).mtimeMs);
    expect(ages).toEqual([1, 2, 3, 4].map((days) => OLDEST + days * DAY).concat(OLDEST + 5 * DAY + HOUR));
  });

  test('goes on after a kill at any moment as if there had been none', async () => {
    const end = NOW + 2 * DAY;
    const whole = stream(OLDEST, end);
    const moments = fc.array(fc.record({ pass: fc.integer({ min: 1, max: DAY }), lost: fc.nat({ max: 900 }) }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(moments, async (kills) => {
        const folder = newFolder();
        const clock = clockAt(NOW);
        await logIn(folder, clock).prepare();
        for (const { pass, lost } of kills) {
          clock.set(Math.min(end, clock.now() + pass));
          await logIn(folder, clock).prepare();
          // A kill in the midst of a write leaves any part of what was written.
          const current = join(folder, 'radius.log');
          if (readdirSync(folder).includes('radius.log')) {
            truncateSync(current, Math.max(0, statSync(current).size - lost));
          }
        }
        clock.set(end);
        await logIn(folder, clock).prepare();
        expect(linesIn(folder)).toEqual(whole.slice(whole.length - linesIn(folder).length));
        expect(linesIn(folder).length).toBeGreaterThan(whole.length * 0.6);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test('a kill while it packs leaves every line once', async () => {
    const folder = newFolder();
    const clock = clockAt(NOW);
    await logIn(folder, clock).prepare();
    const packed = join(folder, 'radius.log-2026-10-22.gz');
    writeFileSync(packed.slice(0, -3), gunzipSync(readFileSync(packed)));
    writeFileSync(join(folder, 'packing-radius.log-2026-10-22'), readFileSync(packed).subarray(0, 100));
    await logIn(folder, clock).prepare();
    expect(linesIn(folder)).toEqual(stream(OLDEST, NOW));
  });

  test('goes on within the repeated hour and over the new year', async () => {
    for (const moment of ['2026-10-25T00:40:00Z', '2026-10-25T01:20:00Z', '2026-12-31T23:00:02Z']) {
      const folder = newFolder();
      const from = Date.parse(moment);
      const clock = clockAt(from);
      await logIn(folder, clock, few(), 1).prepare();
      const before = linesIn(folder).length;
      for (let now = from; now < from + 40 * 60_000; now += 7 * 60_000) {
        clock.set(now);
        await logIn(folder, clock, few(), 1).prepare();
      }
      expect(linesIn(folder).slice(before)).toEqual(stream(from, clock.now()));
      const newest = few()
        .lines(from - HOUR, clock.now())
        .at(-1)!.time;
      expect(Math.abs((await newestDemoLine(folder, berlin))! - newest)).toBeLessThanOrEqual(HOUR + 1000);
    }
  });

  test('begins anew when it was away for longer than its history', async () => {
    const folder = newFolder();
    const clock = clockAt(NOW);
    await logIn(folder, clock).prepare();
    clock.set(NOW + 30 * DAY);
    await logIn(folder, clock).prepare();
    const oldest = Date.parse('2026-11-19T23:00:00Z');
    expect(linesIn(folder)).toEqual(stream(oldest, clock.now()));
  });

  test('other subscribers take over after the newest line', async () => {
    const folder = newFolder();
    const clock = clockAt(NOW);
    await logIn(folder, clock).prepare();
    const old = linesIn(folder);
    const newest = (await newestDemoLine(folder, berlin))!;
    clock.set(NOW + HOUR);
    await logIn(folder, clock, few(2)).prepare();
    expect(linesIn(folder)).toEqual([...old, ...stream(newest + 2000, NOW + HOUR, few(2))]);
  });

  test('writes on while the clock runs, rotates at midnight and stops promptly', async () => {
    const folder = newFolder();
    const clock = clockAt(NOW);
    const log = logIn(folder, clock);
    await log.prepare();
    const stop = new AbortController();
    const running = log.run(stop.signal);
    for (let step = 1; step <= 40; step++) {
      clock.set(NOW + step * HOUR);
      await wait(6);
    }
    const end = clock.now();
    const deadline = Date.now() + 20_000;
    while (linesIn(folder).at(-1) !== stream(end - HOUR, end).at(-1) && Date.now() < deadline) await wait(10);
    stop.abort();
    await running;
    // What is older than its history was removed meanwhile.
    const all = stream(OLDEST, end);
    expect(linesIn(folder)).toEqual(all.slice(all.length - linesIn(folder).length));
    expect(readdirSync(folder)).toContain('radius.log-2026-10-27');
  });

  test('is read line by line by the tail while it is written, rotated and packed', async () => {
    const folder = newFolder();
    const clock = clockAt(NOW);
    const log = logIn(folder, clock);
    const stop = new AbortController();
    const got: string[] = [];
    const take = async ({ bytes }: { bytes: Uint8Array }) => {
      got.push(...Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1));
    };
    const options = { positions: { get: () => undefined, positions: () => [] }, pollPeriod: 50, onProblem: () => {} };
    const reading = tailFiles({ patterns: [logPattern(folder)], ...options }).read(take, async () => {}, stop.signal);
    await log.prepare();
    const running = log.run(stop.signal);
    for (let step = 1; step <= 60; step++) {
      clock.set(NOW + step * HOUR);
      await wait(10);
    }
    const expected = stream(OLDEST, clock.now());
    const deadline = Date.now() + 20_000;
    while (got.length < expected.length && Date.now() < deadline) await wait(20);
    stop.abort();
    await Promise.all([reading, running]);
    expect(got.toSorted()).toEqual(expected.toSorted());
  }, 60_000);

  test('leaves a foreign log alone and says so', async () => {
    const folder = newFolder();
    appendFileSync(join(folder, 'radius.log'), 'something else\n');
    await expect(logIn(folder, clockAt(NOW)).prepare()).rejects.toThrow(
      /radius.log: not a log of the demo network; move/,
    );
    expect(linesIn(folder)).toEqual(['something else']);
  });

  test('there is no newest time without a log', async () => {
    expect(await newestDemoLine(join(newFolder(), 'none'), berlin)).toBeUndefined();
  });
});
