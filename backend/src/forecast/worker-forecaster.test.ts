import { describe, expect, test, vi } from 'vitest';
import type { SpecialDays } from '../model/calendar.ts';
import type { JudgedForecaster } from '../model/contracts/forecaster.ts';
import type { Batch } from '../model/series.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { createForecaster } from './forecaster.ts';
import { forecasterSuite, hourly, hourlySeries, rhythm, unjudged, wholeSnapshot } from './suite.ts';
import { createWorkerForecaster } from './worker-forecaster.ts';

const HORIZON = 24;
const open = (threads: number) => createWorkerForecaster({ horizon: HORIZON }, { threads });

// A thread starts in some tenths of a second of the processor, and one test has several.
vi.setConfig({ testTimeout: 30_000 });

forecasterSuite('hours, in two threads', HOUR, () => unjudged(open(2)));
forecasterSuite('five minutes, in a thread', 5 * MINUTE, () => unjudged(open(1)));

const NAMES = Array.from({ length: 8 }, (_, index) => `series ${index}`);
const many = (from: number, to: number): Batch =>
  NAMES.flatMap((name, index) => hourly(hourlySeries(name), from, to, (hour) => rhythm(hour + index)));

/** Lets forecasters work, and ends their threads. */
async function withThreads<T>(
  threads: readonly number[],
  work: (...forecasters: JudgedForecaster[]) => Promise<T>,
): Promise<T> {
  const forecasters = threads.map(open);
  try {
    return await work(...forecasters);
  } finally {
    await Promise.all(forecasters.map((forecaster) => forecaster.close()));
  }
}

describe('any number of threads', () => {
  test('answers the same, in the order of the batch', async () => {
    const alone = await createForecaster({ horizon: HORIZON }).observe(many(0, 60));
    await withThreads([1, 3], async (one, three) => {
      const [first, second] = [await one!.observe(many(0, 60)), await three!.observe(many(0, 60))];
      expect(first.forecasts).toEqual(alone);
      expect(second).toEqual(first);
    });
  });

  test('knows of each series what it still needs, and why its forecast is as it is', async () => {
    await withThreads([1, 3], async (...both) => {
      const answers = await Promise.all(
        both.map(async (forecaster) => {
          await forecaster.observe(many(0, 120));
          const learning = [...(await forecaster.learning())].toSorted();
          return [
            learning,
            await Promise.all(many(0, 1).map(({ series }) => forecaster.explain(seriesKey(series), 3))),
          ];
        }),
      );
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]![0]).toEqual(NAMES.map((field) => [seriesKey(hourlySeries(field)), 0]).toSorted());
      expect(answers[0]![1]!.every((explanation) => explanation !== undefined)).toBe(true);
    });
  });

  test('goes on from a snapshot of any other, with all that was judged', async () => {
    // The file is shared between the threads as it is in the service.
    const shared = (bytes: Uint8Array) => {
      const own = new Uint8Array(new SharedArrayBuffer(bytes.length));
      own.set(bytes);
      return own;
    };
    await withThreads([2, 1, 3], async (written, ...others) => {
      await written!.observe(many(0, 120));
      const bytes = await wholeSnapshot(written!);
      for (const other of others) await other.restore(shared(bytes));
      const expected = await written!.observe(many(120, 180));
      expect(expected.quality.length).toBeGreaterThan(NAMES.length);
      for (const other of others) expect(await other.observe(many(120, 180))).toEqual(expected);
    });
  });

  test('answers its calls in their order', async () => {
    await withThreads([3], async (forecaster) => {
      const parts = NAMES.map((name, index) => hourly(hourlySeries(name), 0, index === 0 ? 500 : 49));
      const answered: number[] = [];
      await Promise.all(parts.map((part, index) => forecaster!.observe(part).then(() => answered.push(index))));
      expect(answered).toEqual(NAMES.map((_, index) => index));
    });
  });
});

test('a series that fails is told once by its key, and the others go on', async () => {
  const failures: string[] = [];
  const forecaster = createWorkerForecaster(
    { horizon: HORIZON },
    { threads: 2, failed: (key, why) => failures.push(`${key}: ${why}`) },
  );
  const impossible = hourlySeries('impossible', { step: 0 });
  const batch = (from: number, to: number) => [{ series: impossible, times: [from], values: [1] }, ...many(from, to)];
  await forecaster.observe(batch(0, 48));
  const { forecasts } = await forecaster.observe(batch(48, 49));
  expect(forecasts.map(({ series }) => series.field)).toEqual(NAMES);
  expect(failures).toEqual([expect.stringMatching(/^test impossible: .+/)]);
  await forecaster.close();
});

describe('a thread that ends', () => {
  const work = hourly(hourlySeries('x'), 0, 1000, rhythm);

  test('on closing rejects what is under way and what is asked later, and is not told', async () => {
    const ended: unknown[] = [];
    const forecaster = createWorkerForecaster({ horizon: HORIZON }, { ended: (error) => ended.push(error) });
    const underWay = expect(forecaster.observe(work)).rejects.toThrow(/has ended/);
    await forecaster.close();
    await underWay;
    await expect(forecaster.learning()).rejects.toThrow(/has ended/);
    expect(ended).toEqual([]);
  });

  test('by itself is told with the reason, and nothing is forecast any more', async () => {
    const ended = Promise.withResolvers<unknown>();
    // Only the thread looks at the special days.
    const options = { horizon: HORIZON, special: {} as SpecialDays };
    const forecaster = createWorkerForecaster(options, { threads: 2, ended: ended.resolve });
    const expected = { code: 'FORECASTER_ENDED', message: expect.stringMatching(/has failed: .*undefined/) };
    await expect(forecaster.observe(work)).rejects.toMatchObject(expected);
    expect(await ended.promise).toMatchObject(expected);
    await expect(forecaster.observe(work)).rejects.toMatchObject(expected);
    await forecaster.close();
  });
});
