import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Json, LogPosition, LogState } from '../model/contracts/log-state.ts';

/**
 * The reading state of one log source, kept in the state database. A commit outlives the process at once; when the power fails
 * the last ones may be undone, each as a whole, and what they had read is read again: so none waits for the disk.
 */
export function createLogState(database: DatabaseSync, source: string): LogState {
  const prepare = (sql: string) => database.prepare(sql);
  const selectPosition = prepare('SELECT * FROM log_position WHERE source = ? AND fingerprint = ?');
  const selectPositions = prepare('SELECT * FROM log_position WHERE source = ? ORDER BY fingerprint');
  const countPositions = prepare('SELECT COUNT(*) AS files FROM log_position WHERE source = ?');
  const selectRow = prepare('SELECT data FROM log_row WHERE source = ? AND part = ? AND key = ?');
  const selectRows = (type: 'text' | 'blob') =>
    prepare(`SELECT key, data FROM log_row WHERE source = ? AND part = ? AND typeof(data) = '${type}' ORDER BY key`);
  const selectValues = selectRows('text');
  const selectBlobs = selectRows('blob');
  const putPosition = prepare('INSERT OR REPLACE INTO log_position VALUES (?, ?, ?, ?, ?, ?, ?)');
  const putRow = prepare('INSERT OR REPLACE INTO log_row VALUES (?, ?, ?, ?)');
  const deleteRow = prepare('DELETE FROM log_row WHERE source = ? AND part = ? AND key = ?');

  return {
    get(fingerprint) {
      const row = selectPosition.get(source, fingerprint);
      return row && positionOf(row);
    },
    positions: () => selectPositions.all(source).map(positionOf),
    files: () => Number(countPositions.get(source)?.files),
    row(part, key) {
      const row = selectRow.get(source, part, key);
      return row && JSON.parse(String(row.data));
    },
    *rows(part): Generator<[string, Json]> {
      for (const row of selectValues.iterate(source, part)) yield [String(row.key), JSON.parse(String(row.data))];
    },
    *blobs(part): Generator<[string, Uint8Array]> {
      for (const row of selectBlobs.iterate(source, part)) yield [String(row.key), row.data as Uint8Array];
    },
    commit(positions, changes) {
      database.exec('PRAGMA synchronous = NORMAL; BEGIN');
      try {
        for (const { fingerprint, path, offset, clock, memory, marks } of positions) {
          putPosition.run(source, fingerprint, path, offset, clock ?? null, textOf(memory), textOf(marks));
        }
        for (const { part, key, data } of changes) {
          if (data === null) deleteRow.run(source, part, key);
          else putRow.run(source, part, key, data instanceof Uint8Array ? data : JSON.stringify(data));
        }
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      } finally {
        database.exec('PRAGMA synchronous = FULL');
      }
    },
  };
}

const textOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

type Row = Record<string, SQLInputValue | undefined>;

function positionOf(row: Row): LogPosition {
  const clock = row.clock === null ? undefined : Number(row.clock);
  return {
    ...{ fingerprint: String(row.fingerprint), path: String(row.path), offset: Number(row.offset), clock },
    ...(row.memory === null ? {} : { memory: JSON.parse(String(row.memory)) }),
    ...(row.marks === null ? {} : { marks: JSON.parse(String(row.marks)) }),
  };
}
