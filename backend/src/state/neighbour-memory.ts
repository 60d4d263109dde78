import type { DatabaseSync } from 'node:sqlite';
import type { NeighbourMemory } from '../model/contracts/neighbours.ts';

/** The neighbours of devices, kept in the state database. */
export function createNeighbourMemory(database: DatabaseSync): NeighbourMemory {
  const select = database.prepare('SELECT data FROM device_neighbours ORDER BY device');
  const put = database.prepare('INSERT OR REPLACE INTO device_neighbours VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM device_neighbours WHERE device = ?');
  return {
    all: () => select.all().map(({ data }) => JSON.parse(String(data))),
    save: (neighbourhood) => void put.run(neighbourhood.device, JSON.stringify(neighbourhood)),
    forget: (device) => void remove.run(device),
  };
}
