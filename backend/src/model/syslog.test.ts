import { expect, test } from 'vitest';
import { traditionalLine } from './syslog.ts';
import { zone } from './zone.ts';

const message = { time: Date.UTC(2026, 2, 1, 22, 5, 7), host: 'bras1', tag: 'radiusd[7]', text: 'hello' };

test('a message is written as syslog daemons write it, in the zone of the log', () => {
  expect(traditionalLine(message, zone('UTC'))).toBe('Mar  1 22:05:07 bras1 radiusd[7]: hello');
  expect(traditionalLine(message, zone('Europe/Ulyanovsk'))).toBe('Mar  2 02:05:07 bras1 radiusd[7]: hello');
  expect(traditionalLine({ ...message, tag: '' }, zone('UTC'))).toBe('Mar  1 22:05:07 bras1 hello');
});
