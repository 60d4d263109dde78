import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Aggregate, Selector, Store } from '../model/contracts/store.ts';
import { type Batch, type Series, type SeriesBlock, seriesKey } from '../model/series.ts';

const NASTY = [
  'a b',
  'c,d=e',
  'ends in \\',
  'line\nfeed',
  'тест',
  'quote\'s "',
  '%25',
  '50%',
  '',
  'ends in backslash\\',
];

/** Opens a store over the same data each time `reopen` is called, until `remove`. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

export function series(measurement: string, tags: Record<string, string> = {}, field = 'value'): Series {
  return { measurement, tags, field, unit: 'things', kind: 'gauge', step: 1000, lowerBound: 0 };
}

export const block = (of: Series, ...samples: [number, number][]): SeriesBlock => ({
  series: of,
  times: samples.map(([time]) => time),
  values: samples.map(([, value]) => value),
});

export async function all(store: Store, selector: Selector, from = -1e12, to = 5e12): Promise<SeriesBlock[]> {
  return Array.fromAsync(store.query(selector, { from, to }));
}

/** The tests that every store passes. */
export function storeSuite(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`the store contract: ${name}`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeAll(async () => {
      under = await create();
      store = await under.open();
    });
    afterAll(async () => {
      await store.close();
      await under.remove();
    });

    test('gives back exactly what was written, with its description', async () => {
      const values = [0, -0.1, 0.1 + 0.2, 1e300, -1e-300, 2 ** 53, 5e-324, 123456789.12345679];
      const written = block(series('exact'), ...values.map((value, index): [number, number] => [index * 1000, value]));
      await store.write([written]);
      expect(await all(store, { measurement: 'exact' })).toEqual([written]);
    });

    test('keeps the last value of a time, in one batch or in several', async () => {
      const of = series('upsert');
      await store.write([block(of, [1000, 1], [2000, 2])]);
      await store.write([block(of, [2000, 3], [2000, 4]), block(of, [3000, 5])]);
      expect(await all(store, { measurement: 'upsert' })).toEqual([block(of, [1000, 1], [2000, 4], [3000, 5])]);
    });

    test.each([
      ['unequal columns', { series: series('bad'), times: [1, 2], values: [1] }],
      ['NaN', block(series('bad'), [1, Number.NaN])],
      ['infinity', block(series('bad'), [1, Number.POSITIVE_INFINITY])],
      ['a time that is none', block(series('bad'), [Number.NaN, 1])],
    ])('refuses %s and writes nothing of the batch', async (_name, bad) => {
      const refused = store.write([block(series('bad', { with: 'it' }), [1, 1]), bad]);
      await expect(refused).rejects.toMatchObject({ code: 'STORE_BAD_SAMPLE' });
      expect(await all(store, { measurement: 'bad' })).toEqual([]);
      expect(await store.list({ measurement: 'bad' })).toEqual([]);
    });

    test('tells identities apart, whatever they hold', async () => {
      const identities = NASTY.flatMap((text, index) =>
        [
          series('nasty', { tag: text }),
          series('nasty', { [text || 'empty']: 'x' }),
          series(`nasty ${text}`, {}, `field ${text}`),
        ].map((of, at) => block(of, [1000, index * 10 + at])),
      );
      await store.write(identities);
      const found = [...(await all(store, { measurement: 'nasty' }))];
      for (const text of NASTY) found.push(...(await all(store, { measurement: `nasty ${text}` })));
      const sorted = (blocks: SeriesBlock[]) =>
        blocks.toSorted((a, b) => (seriesKey(a.series) < seriesKey(b.series) ? -1 : 1));
      expect(sorted(found)).toEqual(sorted(identities));
    });

    test('any identity is found again by itself', async () => {
      let run = 0;
      const name = fc.string({ unit: fc.constantFrom(...'a, =\\\'"#%\n\r\t\0ы'), maxLength: 6 });
      const identities = fc.record({
        measurement: name,
        tags: fc.dictionary(name, name, { maxKeys: 3, noNullPrototype: true }),
        field: name,
      });
      await fc.assert(
        fc.asyncProperty(identities, async (id) => {
          const written = block({ ...series(''), ...id }, [run++, run]);
          await store.write([written]);
          const found = await all(store, id, written.times[0], run);
          expect(found.filter((one) => seriesKey(one.series) === seriesKey(id))).toEqual([written]);
          expect(await store.latest(id)).toContainEqual(written);
        }),
        { numRuns: 100 },
      );
    });

    test('chooses by measurement, tags and field, ordered by key', async () => {
      const make = (nas: string, field: string) => block(series('choose', { nas, site: 'x' }, field), [1000, 1]);
      await store.write([make('b', 'up'), make('a', 'up'), make('a', 'down')]);
      const keys = async (selector: Selector) => (await all(store, selector)).map((found) => seriesKey(found.series));
      const [aDown, aUp, bUp] = ['a down', 'a up', 'b up'].map((text) => `choose,nas=${text.replace(' ', ',site=x ')}`);
      expect(await keys({ measurement: 'choose' })).toEqual([aDown, aUp, bUp]);
      expect(await keys({ measurement: 'choose', field: 'up' })).toEqual([aUp, bUp]);
      expect(await keys({ tags: { nas: 'a', site: 'x' } })).toEqual([aDown, aUp]);
      expect(await keys({ measurement: 'choose', tags: { nas: ['b', 'a', 'c'], site: ['x'] } })).toEqual([
        aDown,
        aUp,
        bUp,
      ]);
      expect(await keys({ measurement: 'choose', tags: { nas: ['b', 'c'], site: 'x' } })).toEqual([bUp]);
      expect(await keys({ measurement: 'choose', tags: { nas: 'c' } })).toEqual([]);
      expect(
        (await store.latest({ measurement: 'choose', tags: { nas: ['b'] } })).map((one) => seriesKey(one.series)),
      ).toEqual([bUp]);
      expect((await store.list({ measurement: 'choose' })).map(seriesKey)).toEqual([aDown, aUp, bUp]);
    });

    test('ranges are half-open, also before 1970', async () => {
      const of = series('range');
      await store.write([block(of, [-1000, 1], [0, 2], [1000, 3], [2000, 4])]);
      expect(await all(store, { measurement: 'range' }, -1000, 1000)).toEqual([block(of, [-1000, 1], [0, 2])]);
      expect(await all(store, { measurement: 'range' }, 2001, 9000)).toEqual([]);
    });

    test.each<[Aggregate, number, number]>([
      ['mean', 2, 10],
      ['min', 1, 10],
      ['max', 3, 10],
      ['sum', 4, 10],
      ['count', 2, 1],
      ['last', 1, 10],
    ])('windows give the %s, aligned to the epoch', async (aggregate, first, second) => {
      const of = series('window');
      await store.write([block(of, [60_000, 3], [119_000, 1], [240_000, 10])]);
      const found = await Array.fromAsync(
        store.query({ measurement: 'window' }, { from: 0, to: 1e9 }, { step: 60_000, aggregate }),
      );
      expect(found).toEqual([block(of, [60_000, first], [240_000, second])]);
    });

    test('latest gives the newest sample of each series, whenever it was written', async () => {
      const [a, b] = [series('latest', { of: 'a' }), series('latest', { of: 'b' })];
      await store.write([block(a, [5000, 5]), block(b, [1000, 1])]);
      await store.write([block(a, [2000, 2])]);
      expect(await store.latest({ measurement: 'latest' })).toEqual([block(a, [5000, 5]), block(b, [1000, 1])]);
      expect(await store.latest({ measurement: 'none' })).toEqual([]);
    });

    test('expire removes what is older and nothing else', async () => {
      const [a, b] = [series('expire', { of: 'a' }), series('expire', { of: 'b' })];
      await store.write([block(a, [1000, 1], [2000, 2]), block(b, [1000, 1])]);
      await store.expire({ measurement: 'expire', tags: { of: 'a' } }, 2000);
      expect(await all(store, { measurement: 'expire' })).toEqual([block(a, [2000, 2]), block(b, [1000, 1])]);
      expect(await store.list({ measurement: 'expire' })).toHaveLength(2);
    });

    test('a changed description is the one that comes back', async () => {
      const of = series('changed');
      await store.write([block(of, [1000, 1])]);
      const changed = { ...of, unit: 'other', upperBound: 5 };
      await store.write([block(changed, [2000, 2])]);
      expect(await store.list({ measurement: 'changed' })).toEqual([changed]);
    });

    test('large and simultaneous writes are all there', async () => {
      const many = Array.from({ length: 10 }, (_, part) => {
        const times = Array.from({ length: 5000 }, (_unused, index) => index * 1000);
        return { series: series('many', { part: String(part) }), times, values: times.map((time) => time / 7 + part) };
      });
      await Promise.all(many.map((part) => store.write([part])));
      expect(await all(store, { measurement: 'many' })).toEqual(many);
    });

    test('any writes read like a map of times', async () => {
      let run = 0;
      const writes = fc.array(
        fc.array(fc.tuple(fc.nat({ max: 20 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: 1,
          maxLength: 10,
        }),
        { minLength: 1, maxLength: 5 },
      );
      await fc.assert(
        fc.asyncProperty(writes, async (batches) => {
          const of = series('model', { run: String(run++) });
          const model = new Map<number, number>();
          for (const samples of batches) {
            await store.write([
              block(of, ...samples.map(([time, value]): [number, number] => [time * 1000, value + 0])),
            ]);
            for (const [time, value] of samples) model.set(time * 1000, value + 0);
          }
          const expected = block(of, ...[...model].sort(([a], [b]) => a - b));
          expect(await all(store, { measurement: 'model', tags: of.tags })).toEqual([expected]);
        }),
        { numRuns: 20 },
      );
    });

    test('everything is there after it was closed and opened again', async () => {
      const of = series('again', { nas: 'ends in \\' });
      const batch: Batch = [block(of, [1000, 1.5])];
      await store.write(batch);
      await store.close();
      store = await under.open();
      expect(await all(store, { measurement: 'again' })).toEqual(batch);
      expect(await store.list({ measurement: 'again' })).toEqual([of]);
      expect(store.status()).toEqual({ available: true, waiting: 0, problem: undefined });
    });
  });
}
