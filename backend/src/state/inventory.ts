import type { DatabaseSync } from 'node:sqlite';
import type { Inventory } from '../model/contracts/collector.ts';

/** The components of devices, kept in the state database. */
export function createInventory(database: DatabaseSync): Inventory {
  const select = database.prepare('SELECT components FROM device_inventory WHERE device = ?');
  const put = database.prepare('INSERT OR REPLACE INTO device_inventory VALUES (?, ?)');
  return {
    components(device) {
      const row = select.get(device);
      return row ? JSON.parse(String(row.components)) : [];
    },
    save: (device, components) => void put.run(device, JSON.stringify(components)),
  };
}
