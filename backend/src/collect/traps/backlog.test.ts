import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBacklog } from './backlog.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('what was pushed is worked on later, in its order, a portion at a time', async () => {
  const portions: number[][] = [];
  const backlog = createBacklog<number>(1000, (items) => portions.push([...items]));
  for (const item of numbers(20)) expect(backlog.push(item)).toBe(true);
  expect(portions).toEqual([]);
  await turn();
  expect(portions).toEqual([numbers(20)]);
  for (const item of numbers(120)) backlog.push(item);
  for (let turns = 0; turns < 10; turns++) await turn();
  expect(portions.slice(1).flat()).toEqual(numbers(120));
  expect(Math.max(...portions.map(({ length }) => length))).toBeLessThanOrEqual(50);
});

test('while much arrives it is only kept, until half of what can be is full', async () => {
  const portions: number[][] = [];
  const backlog = createBacklog<number>(200, (items) => portions.push([...items]));
  for (let turns = 0; turns < 3; turns++) {
    for (const item of numbers(32)) backlog.push(item);
    await turn();
  }
  expect(portions).toEqual([]);
  for (const item of numbers(32)) backlog.push(item);
  await turn();
  expect(portions).toHaveLength(1);
});

test('a full one says so', () => {
  const backlog = createBacklog<number>(3, () => {});
  expect(numbers(4).map((item) => backlog.push(item))).toEqual([true, true, true, false]);
});
