import { expect, test } from 'vitest';
import { randomOf } from '../../../model/random.ts';
import { receiveMutated } from '../../../test/mutated-answers.ts';

test('mutated answers throw nothing, and what is taken of them is what their octets say', async () => {
  const { taken, ignored, exceptions, wrong, last } = await receiveMutated(20_000, randomOf(20_261_130));
  expect({ exceptions, wrong, last }).toEqual({ exceptions: 0, wrong: 0, last: '' });
  expect(taken).toBeGreaterThan(1000);
  expect(ignored).toBeGreaterThan(1000);
});
