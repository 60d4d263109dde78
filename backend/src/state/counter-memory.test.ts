import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manualClock } from '../test/manual-clock.ts';
import { createCounterMemory } from './counter-memory.ts';
import { openState } from './database.ts';

const counters = (time: number) => Uint8Array.of(0, 255, time);

const unexpected = (error: unknown) => {
  throw error;
};

test('counters come back after a restart, those of the last seconds once they are flushed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-counters-'));
  const clock = manualClock(0);
  const first = openState(folder);
  const memory = createCounterMemory(first.database, clock, unexpected);
  expect(memory.load('a')).toBeUndefined();
  memory.save('a', counters(1));
  memory.save('b', counters(2));
  expect(memory.load('b')).toEqual(counters(2));
  first.close();

  const second = openState(folder);
  const again = createCounterMemory(second.database, clock, unexpected);
  expect([again.load('a'), again.load('b')]).toEqual([counters(1), undefined]);
  again.save('a', counters(3));
  again.save('b', counters(4));
  again.flush();
  second.close();

  const third = openState(folder);
  const last = createCounterMemory(third.database, clock, unexpected);
  expect([last.load('a'), last.load('b')]).toEqual([counters(3), counters(4)]);
  third.close();
});

test('what waited is committed with a later save', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-counters-'));
  const clock = manualClock(0);
  const first = openState(folder);
  const memory = createCounterMemory(first.database, clock, unexpected);
  memory.save('a', counters(1));
  memory.save('a', counters(2));
  await clock.advance(5000);
  memory.save('b', counters(3));
  first.close();
  const second = openState(folder);
  expect(createCounterMemory(second.database, clock, unexpected).load('a')).toEqual(counters(2));
  second.close();
});

test('a commit that fails is told, and what waited is kept by a later one', async () => {
  const clock = manualClock(0);
  const { database, close } = openState(mkdtempSync(join(tmpdir(), 'presage-counters-')));
  const failures: unknown[] = [];
  const memory = createCounterMemory(database, clock, (error) => failures.push(error));
  database.exec(
    "CREATE TRIGGER full BEFORE INSERT ON device_counters BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END",
  );
  memory.save('a', counters(1));
  expect(failures).toEqual([expect.objectContaining({ message: 'disk is full' })]);
  expect(memory.load('a')).toEqual(counters(1));
  database.exec('DROP TRIGGER full');
  await clock.advance(5000);
  memory.save('b', counters(2));
  const again = createCounterMemory(database, clock, unexpected);
  expect([again.load('a'), again.load('b')]).toEqual([counters(1), counters(2)]);
  expect(failures).toHaveLength(1);
  close();
});
