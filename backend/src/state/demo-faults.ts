import type { DatabaseSync } from 'node:sqlite';
import type { Fault } from '../model/fault.ts';

/** The faults of the demo network, kept so that a restart goes on with them. */
export function demoFaults(database: DatabaseSync) {
  return {
    load: (): Fault[] =>
      database
        .prepare('SELECT data FROM demo_fault ORDER BY id')
        .all()
        .map(({ data }) => JSON.parse(String(data))),
    save(faults: readonly Fault[]): void {
      const put = database.prepare('INSERT INTO demo_fault VALUES (?, ?)');
      database.exec('BEGIN');
      try {
        database.exec('DELETE FROM demo_fault');
        for (const fault of faults) put.run(fault.id, JSON.stringify(fault));
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
