import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Json, LogPosition, LogState } from '../model/contracts/log-state.ts';

/** The reading state of one log source, kept in the state database. */
export function createLogState(database: DatabaseSync, source: string): LogState {
  const prepare = (sql: string) => database.prepare(sql);
  const selectPosition = prepare('SELECT * FROM log_position WHERE source = ? AND fingerprint = ?');
  const selectPositions = prepare('SELECT * FROM log_position WHERE source = ? ORDER BY fingerprint');
  const selectHour = prepare('SELECT data FROM log_hour WHERE source = ? AND start = ?');
  const selectSessions = prepare('SELECT key, data FROM log_session WHERE source = ?');
  const selectRest = prepare('SELECT data FROM log_rest WHERE source = ?');
  const putPosition = prepare('INSERT OR REPLACE INTO log_position VALUES (?, ?, ?, ?, ?)');
  const putHour = prepare('INSERT OR REPLACE INTO log_hour VALUES (?, ?, ?)');
  const putSession = prepare('INSERT OR REPLACE INTO log_session VALUES (?, ?, ?)');
  const deleteSession = prepare('DELETE FROM log_session WHERE source = ? AND key = ?');
  const putRest = prepare('INSERT OR REPLACE INTO log_rest VALUES (?, ?)');

  return {
    get(fingerprint) {
      const row = selectPosition.get(source, fingerprint);
      return row && positionOf(row);
    },
    positions: () => selectPositions.all(source).map(positionOf),
    hour: (start) => parsed(selectHour.get(source, start)),
    *sessions() {
      for (const row of selectSessions.iterate(source)) yield [String(row.key), JSON.parse(String(row.data))];
    },
    rest: () => parsed(selectRest.get(source)),
    commit(positions, changes) {
      database.exec('BEGIN');
      try {
        for (const { fingerprint, path, offset, clock } of positions) {
          putPosition.run(source, fingerprint, path, offset, clock ?? null);
        }
        for (const [start, data] of changes.hours) putHour.run(source, start, JSON.stringify(data));
        for (const [key, data] of changes.sessions) {
          if (data === null) deleteSession.run(source, key);
          else putSession.run(source, key, JSON.stringify(data));
        }
        putRest.run(source, JSON.stringify(changes.rest));
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}

type Row = Record<string, SQLInputValue | undefined>;

function positionOf(row: Row): LogPosition {
  const clock = row.clock === null ? undefined : Number(row.clock);
  return { fingerprint: String(row.fingerprint), path: String(row.path), offset: Number(row.offset), clock };
}

function parsed(row: Row | undefined): Json | undefined {
  return row && JSON.parse(String(row.data));
}
