import { expect, test } from 'vitest';
import type { NamedTrap } from '../model/contracts/traps.ts';
import type { Trap } from '../model/trap.ts';
import { createTrapJournal } from './trap-journal.ts';

const trap = (time: number, more: Partial<Trap> = {}): Trap => ({
  ...{ time, source: '192.0.2.1', agent: null, version: '2c', inform: false, credentials: 'plain' },
  ...{ oid: '1.3.6.1.6.3.1.1.5.3', uptimeSeconds: null, variables: [] },
  ...more,
});
const link = (raises: boolean, index = '7'): NamedTrap => ({
  ...{ name: raises ? 'linkDown' : 'linkUp', severity: 'major', text: '', kind: 'interface-down', raises },
  ...{ interface: index, part: undefined, lasts: undefined },
});
const DOWN = { oid: '1.3.6.1.6.3.1.1.5.3' };
const UP = { oid: '1.3.6.1.6.3.1.1.5.4' };

test('the same within the time is counted and not listed again', () => {
  const journal = createTrapJournal(1000);
  expect(journal.take(trap(0), 'a', link(true))).toBe(true);
  expect(journal.take(trap(900), 'a', link(true))).toBe(false);
  expect(journal.take(trap(1800), 'a', link(true))).toBe(false);
  expect(journal.take(trap(3000), 'a', link(true))).toBe(true);
  expect(journal.status().recent.map(({ first, last, count }) => [first, last, count])).toEqual([
    [3000, 3000, 1],
    [0, 1800, 3],
  ]);
});

test('another interface, another device and a change in between are not the same', () => {
  const journal = createTrapJournal(1000);
  expect(journal.take(trap(0), 'a', link(true))).toBe(true);
  expect(journal.take(trap(1), 'a', link(true, '8'))).toBe(true);
  expect(journal.take(trap(2), 'b', link(true))).toBe(true);
  expect(journal.take(trap(3, UP), 'a', link(false))).toBe(true);
  expect(journal.take(trap(4, DOWN), 'a', link(true))).toBe(true);
});

test('unknown traps are kept with an example and a count', () => {
  const journal = createTrapJournal(1000);
  const odd = (time: number, value: number) =>
    trap(time, { oid: '1.3.6.1.4.1.9999.1', variables: [{ oid: '1.3.6.1.4.1.9999.2', value }] });
  journal.take(odd(0, 1), undefined, undefined);
  journal.take(odd(5, 2), 'a', undefined);
  expect(journal.status()).toMatchObject({
    ...{ taken: 2, unnamed: 2, fromUnknownSources: 1 },
    unknown: [
      {
        ...{ oid: '1.3.6.1.4.1.9999.1', count: 2, first: 0, last: 5, device: 'a' },
        variables: [{ oid: '1.3.6.1.4.1.9999.2', value: '2' }],
      },
    ],
  });
});

test('what was refused is counted by reason and by source', () => {
  const journal = createTrapJournal(1000);
  journal.refused('wrong digest', '192.0.2.9', 1);
  journal.refused('wrong digest', '192.0.2.9', 2);
  journal.refused('unknown user', '192.0.2.9', 3);
  expect(journal.status()).toMatchObject({
    refused: { 'wrong digest': 2, 'unknown user': 1 },
    sources: [{ address: '192.0.2.9', refused: 3, taken: 0, reason: 'unknown user', last: 3 }],
  });
});

test('every list is bounded', () => {
  const journal = createTrapJournal(1000);
  for (let index = 0; index < 3000; index++) {
    const source = `10.0.${index >> 8}.${index & 255}`;
    journal.take(trap(index, { source, oid: `1.3.6.1.4.1.${index}` }), undefined, undefined);
  }
  const { recent, unknown, sources, taken } = journal.status();
  expect([recent.length, unknown.length, sources.length, taken]).toEqual([500, 200, 1000, 3000]);
  expect(recent[0]!.oid).toBe('1.3.6.1.4.1.2999');
});
