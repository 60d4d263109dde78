import { expect, test } from 'vitest';
import { lineQueue, lineSize } from './queue.ts';

const never = new AbortController().signal;

test('lines come in order, each with its line feed, and stay until they were taken in', () => {
  const settled: number[] = [];
  const queue = lineQueue();
  queue.push('one', { settled: (octets) => settled.push(octets) });
  queue.push('\xff');
  const front = queue.front();
  expect(front?.bytes.toString('latin1')).toBe('one\n\xff\n');
  queue.push('three');
  expect(queue.front()?.bytes.toString('latin1')).toBe('one\n\xff\nthree\n');
  front?.settle();
  expect(settled).toEqual([lineSize('one')]);
  expect(queue.octets).toBe(lineSize('three'));
  queue.front()?.settle();
  expect(queue.front()).toBeUndefined();
  expect(queue.octets).toBe(0);
});

test('what is much comes in parts', () => {
  const queue = lineQueue();
  for (let count = 0; count < 100; count++) queue.push('x'.repeat(50_000));
  const sizes: number[] = [];
  for (let front = queue.front(); front; front = queue.front()) {
    sizes.push(front.bytes.length);
    front.settle();
  }
  expect(sizes.reduce((sum, size) => sum + size)).toBe(100 * 50_001);
  expect(Math.max(...sizes)).toBeLessThan(1_200_000);
});

test('waiting ends when there is much, when somebody is in a hurry, and on the signal', async () => {
  const queue = lineQueue();
  const forever = 60_000;
  setImmediate(queue.hurry);
  await queue.gather(forever, never);
  // In a hurry before anybody waited.
  queue.hurry();
  await queue.gather(forever, never);
  const ending = new AbortController();
  setImmediate(() => ending.abort());
  await queue.gather(forever, ending.signal);
  setImmediate(() => queue.push('x'.repeat(2_000_000)));
  await queue.gather(forever, never);
  await queue.gather(forever, never);
});
