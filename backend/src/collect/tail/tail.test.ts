import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collector, folder, line, readAll, text } from '../../test/followed-files.ts';
import { importFiles } from './import.ts';
import { tailFiles } from './tail.ts';

const never = new AbortController().signal;
const idle = async () => {};

describe('import', () => {
  test('reads files oldest first, gzipped like plain, the last line without its line feed too', async () => {
    const place = folder();
    const files = [join(place, 'b.log'), join(place, 'a.log.gz')];
    writeFileSync(files[0]!, text(5000, 40_000).slice(0, -1));
    writeFileSync(files[1]!, gzipSync(text(0, 5000)));
    utimesSync(files[0]!, 1000, 1000);
    utimesSync(files[1]!, 1, 1);
    const got = collector();
    await readAll(importFiles(files, got.positions), got);
    expect(got.text()).toBe(text(0, 40_000).slice(0, -1));
    expect(got.pieces.filter(({ end }) => end)).toHaveLength(2);
    await readAll(importFiles(files, got.positions), got);
    expect(got.text()).toBe(text(0, 40_000).slice(0, -1));
  });

  test('a line of 5 MiB is handed over in parts, and those after it whole', async () => {
    const path = join(folder(), 'a.log');
    writeFileSync(path, `${'x'.repeat(5 * 1_048_576)}\n${text(0, 300_000)}half a line`);
    const got = collector();
    await readAll(importFiles([path], got.positions), got);
    expect(got.text().length).toBe(5 * 1_048_576 + 1 + text(0, 300_000).length);
    const ends = got.pieces.map(({ position }) => position.offset).filter((offset) => offset > 5 * 1_048_576);
    const content = readFileSync(path, 'latin1');
    for (const end of ends) expect(content[end - 1]).toBe('\n');
  });

  test('goes on from any position', async () => {
    const path = join(folder(), 'a.log');
    writeFileSync(path, text(0, 3000));
    const whole = collector();
    await readAll(importFiles([path], whole.positions), whole);
    const print = whole.pieces[0]!.position.fingerprint;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text(0, 3000).length }), async (offset) => {
        const got = collector();
        const known = { fingerprint: print, path, offset };
        await readAll(importFiles([path], { get: (name) => (name === print ? known : undefined) }), got);
        expect(got.text()).toBe(text(0, 3000).slice(offset));
      }),
      { numRuns: 30 },
    );
  });

  test('half a last line of a file that is still written to is left for later; of an old file it is read', async () => {
    const path = join(folder(), 'a.log');
    writeFileSync(path, text(0, 10).slice(0, -20));
    const got = collector();
    await readAll(importFiles([path], got.positions), got);
    expect(got.numbers()).toHaveLength(9);
    writeFileSync(path, text(0, 10));
    utimesSync(path, 1000, 1000);
    await readAll(importFiles([path], got.positions), got);
    expect(got.text()).toBe(text(0, 10));
  });

  test('the same content given twice is read once', async () => {
    const place = folder();
    writeFileSync(join(place, 'a'), text(0, 10));
    writeFileSync(join(place, 'b'), gzipSync(text(0, 10)));
    const got = collector();
    await readAll(importFiles([join(place, 'a'), join(place, 'b')], got.positions), got);
    expect(got.numbers()).toHaveLength(10);
  });

  test('a missing file, a folder and a damaged gzip are errors that name the file', async () => {
    const place = folder();
    const got = collector();
    const read = (path: string) => readAll(importFiles([path], got.positions), got);
    await expect(read(join(place, 'none'))).rejects.toThrow(/none: there is no such file/);
    await expect(read(place)).rejects.toThrow(/this is a folder; name the log files/);
    const cut = join(place, 'cut.gz');
    writeFileSync(cut, gzipSync(text(0, 50_000)).subarray(0, -1000));
    await expect(read(cut)).rejects.toThrow(/cut.gz: the file is damaged/);
    expect(got.numbers().length).toBeGreaterThan(10_000);
  });
});

describe('tail', () => {
  const problems: string[] = [];
  /** Follows `patterns` until `done` holds of what was read. */
  async function follow(patterns: string[], got: ReturnType<typeof collector>, done: () => boolean | Promise<boolean>) {
    const stop = new AbortController();
    const onProblem = (path: string, message: string | undefined) => problems.push(message ?? `${path} is mended`);
    const reader = tailFiles({ patterns, positions: got.positions, pollPeriod: 50, onProblem });
    const running = reader.read(got.take, idle, stop.signal);
    const deadline = Date.now() + 20_000;
    while (!(await done())) {
      if (Date.now() > deadline) throw new Error(`not read in time: ${got.numbers().length} lines`);
      await wait(10);
    }
    stop.abort();
    await running;
  }
  const expectLines = (got: ReturnType<typeof collector>, to: number) =>
    expect(got.numbers()).toEqual(Array.from({ length: to }, (_, index) => index));

  test('reads what is there, rotated files first, and then what is written, whole lines only', async () => {
    const place = folder();
    const path = join(place, 'radius.log');
    writeFileSync(join(place, 'radius.log.2.gz'), gzipSync(text(0, 100)));
    utimesSync(join(place, 'radius.log.2.gz'), 1, 1);
    writeFileSync(join(place, 'radius.log.1'), text(100, 200));
    utimesSync(join(place, 'radius.log.1'), 2, 2);
    writeFileSync(path, text(200, 300));
    const got = collector();
    let step = 0;
    await follow([join(place, 'radius.log*')], got, async () => {
      const count = got.numbers().length;
      if (step === 0 && count === 300) {
        step = 1;
        appendFileSync(path, line(300).slice(0, 20));
        await wait(200);
        expect(got.text().endsWith('\n')).toBe(true);
        appendFileSync(path, line(300).slice(20));
      }
      return count === 301;
    });
    expectLines(got, 301);
  });

  test.each([
    [
      'renaming',
      (path: string, old: string) => {
        renameSync(path, old);
        writeFileSync(path, '');
      },
    ],
    [
      'copying and truncating',
      (path: string, old: string) => {
        copyFileSync(path, old);
        truncateSync(path, 0);
      },
    ],
    [
      'renaming and packing at once',
      (path: string, old: string) => {
        renameSync(path, old);
        writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)));
        rmSync(old);
        writeFileSync(path, '');
      },
    ],
  ])('rotation by %s loses and doubles nothing', async (_name, rotate) => {
    for (const pattern of ['radius.log', 'radius.log*']) {
      const place = folder();
      const path = join(place, 'radius.log');
      writeFileSync(path, text(0, 10));
      const got = collector();
      let written = 10;
      let rotations = 0;
      await follow([join(place, pattern)], got, async () => {
        // A file that was rotated away before the first look is history, by design.
        if (written < 4000 && got.numbers().length > 0) {
          if (written % 500 === 10) rotate(path, `${path}.${++rotations}`);
          appendFileSync(path, text(written, written + 70));
          written += 70;
          await wait(written % 3);
        }
        return written >= 4000 && got.numbers().length >= written;
      });
      expect(got.numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: written }, (_, index) => index));
      expect(rotations).toBeGreaterThan(0);
    }
  });

  test('goes on after a stop, through rotations while it was away', async () => {
    const place = folder();
    const path = join(place, 'radius.log');
    writeFileSync(path, text(0, 50));
    const got = collector();
    await follow([path], got, () => got.numbers().length === 50);
    appendFileSync(path, text(50, 60));
    renameSync(path, `${path}.2`);
    utimesSync(`${path}.2`, 1000, 1000);
    writeFileSync(`${path}.1`, text(60, 70));
    utimesSync(`${path}.1`, 2000, 2000);
    writeFileSync(path, text(70, 80));
    await follow([path], got, () => got.numbers().length >= 80);
    expectLines(got, 80);
  });

  test('rotated files beside a plain path are not read on the first start', async () => {
    const place = folder();
    const path = join(place, 'radius.log');
    writeFileSync(`${path}.1`, text(100, 200));
    utimesSync(`${path}.1`, 1000, 1000);
    writeFileSync(path, text(0, 5));
    const got = collector();
    await follow([path], got, () => got.numbers().length >= 5);
    expectLines(got, 5);
  });

  test('a gzip file that is still being copied gives every line once and is no problem', async () => {
    problems.length = 0;
    const place = folder();
    const path = join(place, 'radius.log.1.gz');
    const packed = gzipSync(text(0, 20_000));
    const got = collector();
    let copied = 0;
    await follow([join(place, 'radius.log*')], got, async () => {
      if (copied < packed.length) {
        appendFileSync(path, packed.subarray(copied, copied + packed.length / 4 + 1));
        copied += packed.length / 4 + 1;
        await wait(300);
      }
      return copied >= packed.length && got.numbers().length >= 20_000;
    });
    expectLines(got, 20_000);
    expect(problems).toEqual([]);
  });

  test('what cannot be read is said once and does not stop the others', async () => {
    problems.length = 0;
    const place = folder();
    const good = join(place, 'good.log');
    writeFileSync(good, text(0, 3));
    writeFileSync(join(place, 'cut.gz'), gzipSync(text(3, 20_000)).subarray(0, -500));
    // A gzip file that changed just now may only be unfinished.
    utimesSync(join(place, 'cut.gz'), 1000, 1000);
    const got = collector();
    const patterns = [join(place, 'none.log'), join(place, 'none/*.log'), join(place, 'cut.gz'), good];
    let looks = 0;
    await follow(patterns, got, async () => {
      await wait(20);
      if (++looks === 20) writeFileSync(join(place, 'none.log'), text(30_000, 30_003));
      return looks > 20 && got.numbers().includes(2) && got.numbers().includes(30_002) && problems.length > 3;
    });
    expect(got.numbers().length).toBeGreaterThan(3);
    expect(problems.toSorted()).toEqual([
      expect.stringMatching(/cut.gz: the file is damaged/),
      expect.stringMatching(/none.log is mended/),
      expect.stringMatching(/none.log: there is no such file/),
      expect.stringMatching(/none: there is no such file/),
    ]);
  });

  test('stops promptly, even while it waits for a look that is far away', async () => {
    const path = join(folder(), 'radius.log');
    writeFileSync(path, text(0, 3));
    const got = collector();
    const stop = new AbortController();
    const reader = tailFiles({
      patterns: [path],
      positions: got.positions,
      pollPeriod: 3_600_000,
      onProblem: () => {},
    });
    const running = reader.read(got.take, idle, stop.signal);
    while (got.numbers().length < 3) await wait(10);
    await wait(400);
    stop.abort();
    await running;
    expectLines(got, 3);
  });

  test('a fault of the taker ends the reading as it is, and is no fault of the file', async () => {
    const path = join(folder(), 'radius.log');
    writeFileSync(path, text(0, 3));
    const fault = Object.assign(new Error('the store is away'), { code: 'ECONNREFUSED' });
    const told: string[] = [];
    const options = {
      positions: { get: () => undefined, positions: () => [] },
      onProblem: (name: string) => void told.push(name),
    };
    const take = () => Promise.reject(fault);
    const tail = tailFiles({ patterns: [path], pollPeriod: 50, ...options });
    await expect(tail.read(take, idle, never)).rejects.toBe(fault);
    await expect(importFiles([path], options.positions).read(take, idle, never)).rejects.toBe(fault);
    expect(told).toEqual([]);
  });
});
