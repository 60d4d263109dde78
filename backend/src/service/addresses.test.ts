import { expect, test } from 'vitest';
import { createAddresses } from './addresses.ts';

test('a device is known by its address, in whatever writing, and by further ones', () => {
  const reached = [
    { device: 'a', host: '10.0.0.1' },
    { device: 'b', host: '2001:db8::1' },
  ];
  const addresses = createAddresses(
    () => reached,
    { '10.9.9.9': 'a' },
    async () => [],
  );
  expect(addresses.deviceOf('10.0.0.1')).toBe('a');
  expect(addresses.deviceOf('2001:DB8:0::1')).toBe('b');
  expect(addresses.deviceOf('10.9.9.9')).toBe('a');
  expect(addresses.deviceOf('10.0.0.2')).toBeUndefined();
});

test('an address of several devices is of none', () => {
  const reached = ['a', 'b'].map((device) => ({ device, host: '127.0.0.1' }));
  expect(
    createAddresses(
      () => reached,
      {},
      async () => [],
    ).deviceOf('127.0.0.1'),
  ).toBeUndefined();
});

test('names are looked up, and keep what they had when that fails', async () => {
  let answer: readonly string[] | undefined = ['10.0.0.7', '10.0.0.8'];
  const addresses = createAddresses(
    () => [{ device: 'a', host: 'switch.example' }],
    {},
    async () => {
      if (!answer) throw new Error('no such name');
      return answer;
    },
  );
  expect(addresses.deviceOf('10.0.0.7')).toBeUndefined();
  await addresses.refresh();
  expect(addresses.deviceOf('10.0.0.8')).toBe('a');
  answer = undefined;
  await addresses.refresh();
  expect(addresses.deviceOf('10.0.0.8')).toBe('a');
  answer = ['10.0.0.9'];
  await addresses.refresh();
  expect(addresses.deviceOf('10.0.0.8')).toBeUndefined();
  expect(addresses.deviceOf('10.0.0.9')).toBe('a');
});

test('devices that come and go are taken with the next look', async () => {
  const reached = [{ device: 'a', host: '10.0.0.1' }];
  const addresses = createAddresses(
    () => reached,
    {},
    async () => [],
  );
  reached.splice(0, 1, { device: 'b', host: '10.0.0.1' });
  await addresses.refresh();
  expect(addresses.deviceOf('10.0.0.1')).toBe('b');
});
