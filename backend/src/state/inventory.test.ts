import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Component } from '../model/device.ts';
import { openState } from './database.ts';
import { createInventory } from './inventory.ts';

const component: Component = {
  kind: 'interface',
  id: 'ether1#3',
  index: '4',
  name: 'ether1',
  alias: 'к роутеру',
  speedBitsPerSecond: 1e9,
  adminStatus: 'up',
  operStatus: null,
};

test('the components of a device come back after a restart, replaced as a whole, devices apart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-inventory-'));
  const first = openState(folder);
  const inventory = createInventory(first.database);
  expect(inventory.components('edge')).toEqual([]);
  inventory.save('edge', [component, { ...component, id: 'gone' }]);
  inventory.save('edge', [component]);
  inventory.save('core', [{ ...component, id: 'other' }]);
  first.close();

  const second = openState(folder);
  const again = createInventory(second.database);
  expect(again.components('edge')).toEqual([component]);
  expect(again.components('core').map(({ id }) => id)).toEqual(['other']);
  second.close();
});
