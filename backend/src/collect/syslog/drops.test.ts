import { expect, test } from 'vitest';
import { dropsIn } from './drops.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  512: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 2123 2 0000000000000000 37
  513: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 2124 2 0000000000000000 5
`;

test('the drops of a port stand in the last column', () => {
  expect(dropsIn(TABLE, 5514)).toBe(37);
  expect(dropsIn(TABLE, 53)).toBe(5);
});

test('a port that is not listed tells nothing', () => {
  expect(dropsIn(TABLE, 514)).toBeUndefined();
  expect(dropsIn('', 514)).toBeUndefined();
});
