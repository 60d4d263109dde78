import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { LogReader } from '../../model/contracts/log-reader.ts';
import { type Collector, collector, folder, readBetween, text } from '../../test/followed-files.ts';
import { tailFiles } from './tail.ts';

// As a file system that tells of no changes; those that are told of are tested with the rest.
vi.mock('./watch.ts', () => ({ watchFolders: () => ({ keep() {}, close() {} }) }));

const HEADER = `#date and time, user, action of the session, octets, and what else there is to tell\n`;

const problems: string[] = [];
const follow = (patterns: readonly string[], got: Collector): LogReader =>
  tailFiles({
    patterns,
    positions: got.positions,
    pollPeriod: 1,
    onProblem: (path, message) => problems.push(message ?? `${path} is mended`),
  });
const expectOnce = (got: Collector, count: number) =>
  expect(got.numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
/** Files without changes are compared octet by octet only when they are no longer written to. */
const age = (path: string) => utimesSync(path, Date.now() / 1000 - 60, Date.now() / 1000 - 60);

/** A log of which every file begins with the same lines, and what programs do with it. */
function rotatedLog(header: string) {
  const place = folder();
  const path = join(place, 'radius.log');
  let written = 0;
  let rotations = 0;
  writeFileSync(path, header);
  const copies = () =>
    readdirSync(place).flatMap((name) => /^radius\.log\.(\d+)(\.gz|\.zst)?$/.exec(name) ?? []).length;
  const shift = (packed: '' | '.gz' | '.zst') => {
    for (let number = 9; number >= 1; number--) {
      for (const ending of ['', '.gz', '.zst']) {
        const [from, to] = [`${path}.${number}${ending}`, `${path}.${number + 1}`];
        if (!existsSync(from)) continue;
        if (ending !== '' || packed === '') renameSync(from, to + ending);
        else {
          const bytes = readFileSync(from);
          const { mtimeMs } = statSync(from);
          // What packs removes the plain file last.
          writeFileSync(to + packed, packed === '.gz' ? gzipSync(bytes) : zstdCompressSync(bytes));
          utimesSync(to + packed, mtimeMs / 1000, mtimeMs / 1000);
          rmSync(from);
        }
      }
    }
  };
  return {
    place,
    path,
    written: () => written,
    copies,
    write(lines: number) {
      appendFileSync(path, text(written, written + lines));
      written += lines;
    },
    rename(packed: '' | '.gz' | '.zst') {
      shift(packed);
      renameSync(path, `${path}.1`);
      writeFileSync(path, header);
    },
    copyAndTruncate(packed: '' | '.gz' | '.zst') {
      shift(packed);
      copyFileSync(path, `${path}.1`);
      truncateSync(path, 0);
      appendFileSync(path, header);
    },
    renameByDate() {
      renameSync(path, `${path}-202611${String(++rotations).padStart(2, '0')}`);
      writeFileSync(path, header);
    },
    renameByDateBeforeEnding() {
      renameSync(path, join(place, `radius-202611${String(++rotations).padStart(2, '0')}.log`));
      writeFileSync(path, header);
    },
  };
}

const packing = fc.constantFrom('' as const, '.gz' as const, '.zst' as const);
type Log = ReturnType<typeof rotatedLog>;
const step: fc.Arbitrary<(log: Log) => void> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }).map((lines) => (log: Log) => log.write(lines)) },
  packing.map((packed) => (log: Log) => log.rename(packed)),
  packing.map((packed) => (log: Log) => log.copyAndTruncate(packed)),
  fc.constant((log: Log) => log.renameByDate()),
  fc.constant((log: Log) => log.renameByDateBeforeEnding()),
);
/** Steps between two looks, and whether the reader begins anew then. */
const round = fc.record({ steps: fc.array(step, { maxLength: 4 }), restart: fc.boolean() });

test.each([
  ['the files named with a star', 'radius*log*', ''],
  ['one file named', 'radius.log', ''],
  ['the files named with a star, the same header in each', 'radius*log*', HEADER],
  ['one file named, the same header in each', 'radius.log', HEADER],
])('whatever is done with a log, every line is read once: %s', async (_name, pattern, header) => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), async (rounds) => {
      const log = rotatedLog(header);
      const got = collector();
      log.write(1);
      const read = () => follow([join(log.place, pattern)], got);
      let steps: (() => void)[] = [];
      for (const { steps: done, restart } of rounds) {
        steps.push(() => {
          for (const one of done) if (log.copies() < 8) one(log);
        });
        if (!restart) continue;
        await readBetween(read(), got, steps);
        steps = [];
      }
      await readBetween(read(), got, [...steps, () => log.write(30)]);
      // What is too little to be told from another content is told when there is more.
      log.write(60);
      await readBetween(read(), got, []);
      expectOnce(got, log.written());
      rmSync(log.place, { recursive: true });
    }),
    { numRuns: 30 },
  );
});

describe('a file is known by its content', () => {
  test('replaced while nothing read it, also by a longer one that begins alike', async () => {
    for (const header of ['', HEADER]) {
      const path = join(folder(), 'radius.log');
      writeFileSync(path, header + text(0, 20));
      const got = collector();
      await readBetween(follow([path], got), got, []);
      writeFileSync(`${path}.new`, header + text(20, 70));
      renameSync(`${path}.new`, path);
      await readBetween(follow([path], got), got, []);
      expectOnce(got, 70);
    }
  });

  test('truncated and written anew in place, shorter and longer than before', async () => {
    for (const lines of [3, 20, 50]) {
      const path = join(folder(), 'radius.log');
      writeFileSync(path, HEADER + text(0, 20));
      const got = collector();
      await readBetween(follow([path], got), got, [() => writeFileSync(path, HEADER + text(20, 20 + lines))]);
      expectOnce(got, 20 + lines);
    }
  });

  test('two files with the same header are two', async () => {
    const place = folder();
    const [a, b] = [join(place, 'a.log'), join(place, 'b.log')];
    writeFileSync(a, HEADER);
    writeFileSync(b, HEADER);
    const got = collector();
    await readBetween(follow([join(place, '*.log')], got), got, [
      () => appendFileSync(a, text(0, 5)),
      () => appendFileSync(b, text(5, 10)),
      () => appendFileSync(b, text(10, 20)),
      () => appendFileSync(a, text(20, 30)),
    ]);
    expectOnce(got, 30);
  });

  test('short files that differ near their end only are told apart when they are left alone', async () => {
    const place = folder();
    const [a, b] = [join(place, 'a.log'), join(place, 'b.log')];
    writeFileSync(a, `${HEADER}${text(0, 1)}${text(1, 5)}`);
    const got = collector();
    await readBetween(follow([join(place, '*.log')], got), got, [
      () => {
        writeFileSync(b, `${HEADER}00000005 ${'x'.repeat(30)}\n`);
        age(b);
      },
    ]);
    // A copy of the beginning, made long ago, is no other content.
    writeFileSync(join(place, 'c.log'), HEADER + text(0, 1));
    age(join(place, 'c.log'));
    await readBetween(follow([join(place, '*.log')], got), got, []);
    expectOnce(got, 6);
  });

  test('a copy that is being made is read by nobody', async () => {
    const place = folder();
    const path = join(place, 'radius.log');
    const whole = HEADER + text(0, 3000);
    writeFileSync(path, whole);
    const got = collector();
    const copy = (from: number, to: number) => () => appendFileSync(`${path}.1`, whole.slice(from, to));
    await readBetween(follow([`${path}*`], got), got, [copy(0, 50), copy(50, 90_000), copy(90_000, 1e9)]);
    await readBetween(follow([`${path}*`], got), got, []);
    expectOnce(got, 3000);
  });

  test('the lines after the position are read again when what was made of them is not kept', async () => {
    const path = join(folder(), 'radius.log');
    writeFileSync(path, HEADER + text(0, 100));
    const got = collector();
    await readBetween(follow([path], got), got, []);
    const known = got.pieces.at(-1)!.position;
    // An entry of several lines was not whole: its beginning is left for later.
    const offset = known.offset - text(90, 100).length;
    const again = collector();
    await again.take({ ...got.pieces[0]!, bytes: Buffer.from(''), position: { ...known, offset } });
    appendFileSync(path, text(100, 105));
    await readBetween(follow([path], again), again, []);
    expect(again.text()).toBe(text(90, 105));
  });
});

describe('packed files', () => {
  const members = (pack: (bytes: Buffer) => Buffer) =>
    Buffer.concat([0, 700, 701, 2000].map((from, index, all) => pack(Buffer.from(text(from, all[index + 1] ?? 3000)))));

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('%s is known by its content and read to its end, of several members too', async (_name, pack) => {
    const place = folder();
    const got = collector();
    writeFileSync(join(place, 'old'), members(pack as (bytes: Buffer) => Buffer));
    await readBetween(follow([join(place, '*')], got), got, []);
    expectOnce(got, 3000);
    expect(got.pieces.at(-1)!.end).toBe(true);
    // The same once more, plain and packed as one.
    writeFileSync(join(place, 'again'), pack(Buffer.from(text(0, 3000))));
    writeFileSync(join(place, 'plain'), text(0, 3000));
    await readBetween(follow([join(place, '*')], got), got, []);
    expectOnce(got, 3000);
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('%s goes on where the plain file was left, unless the header only is the same', async (_name, pack) => {
    const path = join(folder(), 'radius.log');
    writeFileSync(path, HEADER + text(0, 1000));
    const got = collector();
    await readBetween(follow([path], got), got, []);
    writeFileSync(`${path}.2.packed`, pack(Buffer.from(HEADER + text(0, 1000) + text(1000, 1010))));
    writeFileSync(`${path}.1.packed`, pack(Buffer.from(HEADER + text(1010, 4000))));
    writeFileSync(path, HEADER + text(4000, 4005));
    await readBetween(follow([path], got), got, []);
    expectOnce(got, 4005);
  });

  test('a zstd file that ends in damage is told of, and what could be read of it is read', async () => {
    problems.length = 0;
    const path = join(folder(), 'radius.log.zst');
    writeFileSync(path, zstdCompressSync(Buffer.from(text(0, 50_000))).subarray(0, -500));
    age(path);
    const got = collector();
    await readBetween(follow([path], got), got, []);
    expect(problems).toEqual([expect.stringMatching(/radius.log.zst: the file is damaged/)]);
    expect(got.numbers().length).toBeGreaterThan(1000);
    expectOnce(got, got.numbers().length);
  });
});

test('rotated copies are read when they came after what was read, though that is gone', async () => {
  const path = join(folder(), 'radius.log');
  writeFileSync(`${path}.1`, text(1000, 1010));
  age(`${path}.1`);
  writeFileSync(path, text(0, 10));
  const got = collector();
  await readBetween(follow([path], got), got, []);
  rmSync(path);
  rmSync(`${path}.1`);
  writeFileSync(`${path}.2`, text(10, 20));
  writeFileSync(`${path}.1.gz`, gzipSync(text(20, 30)));
  writeFileSync(path, text(30, 40));
  await readBetween(follow([path], got), got, []);
  expectOnce(got, 40);
});

test('a file that comes late and is older than what was read is read', async () => {
  const place = folder();
  writeFileSync(join(place, 'b.log'), text(0, 10));
  const got = collector();
  await readBetween(
    follow([join(place, '*.log')], got),
    got,
    [
      () => {
        writeFileSync(join(place, 'a.log'), text(10, 20));
        age(join(place, 'a.log'));
      },
    ],
    200,
  );
  expectOnce(got, 20);
});
