import { expect, test } from 'vitest';
import { allowList } from './allowed.ts';

test('addresses and networks of both families are allowed, and nothing else', () => {
  const isAllowed = allowList(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1']);
  const yes = ['10.255.0.1', '192.0.2.7', '2001:db8:1::5', '::1'];
  const no = ['11.0.0.1', '192.0.2.8', '2001:db9::1', '::2', '127.0.0.1'];
  expect(yes.filter((address) => !isAllowed(address))).toEqual([]);
  expect(no.filter(isAllowed)).toEqual([]);
  expect(allowList([])('127.0.0.1')).toBe(false);
});
