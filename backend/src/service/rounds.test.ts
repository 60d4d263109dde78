import { expect, test } from 'vitest';
import type { Batch } from '../model/series.ts';
import { createRounds } from './rounds.ts';

const batch = (...names: string[]): Batch =>
  names.map((field) => ({
    series: { measurement: 'm', tags: {}, field, unit: 'x', kind: 'gauge', step: 1 },
    times: [1],
    values: [1],
  }));
const names = (blocks: Batch) => blocks.map(({ series }) => series.field).join('');

test('a round works on all that came while the last one ran, in its order', async () => {
  const begun: string[] = [];
  let go = Promise.withResolvers<void>();
  const rounds = createRounds(
    async (blocks, since) => {
      begun.push(`${names(blocks)} ${since ?? ''}`.trim());
      await go.promise;
    },
    () => {},
  );
  rounds.push(batch('a'));
  await Promise.resolve();
  for (const name of ['b', 'c']) rounds.push(batch(name));
  rounds.push(batch('d'), 5);
  rounds.push(batch('e'), 5);
  rounds.push(batch('f'));
  go.resolve();
  go = Promise.withResolvers();
  go.resolve();
  await rounds.settled();
  expect(begun).toEqual(['a', 'bc', 'de 5', 'f']);
});

test('a round that fails is told of, and the next one goes on', async () => {
  const failures: string[] = [];
  const done: string[] = [];
  const rounds = createRounds(
    async (blocks) => {
      if (names(blocks) === 'a') throw new Error('no');
      done.push(names(blocks));
    },
    (error) => failures.push((error as Error).message),
  );
  rounds.push(batch('a'), 1);
  rounds.push(batch('b'), 2);
  await rounds.settled();
  expect([failures, done]).toEqual([['no'], ['b']]);
});

test('what is too much to wait is left out, and said so', async () => {
  const failures: unknown[] = [];
  let seen = 0;
  const go = Promise.withResolvers<void>();
  const rounds = createRounds(
    async (blocks) => {
      seen += blocks.length;
      await go.promise;
    },
    (error) => failures.push(error),
  );
  const [block] = batch('a');
  const many = Array.from({ length: 100_000 }, () => block!);
  rounds.push(batch('first'));
  await Promise.resolve();
  for (let count = 0; count < 7; count++) rounds.push(many);
  go.resolve();
  await rounds.settled();
  expect([seen, failures.length]).toEqual([500_001, 2]);
});
