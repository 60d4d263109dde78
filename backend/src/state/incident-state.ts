import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { IncidentState } from '../model/contracts/incidents.ts';
import { type EventType, type Incident, type IncidentEvent, isOpen } from '../model/incident.ts';

/** Incidents and their events, kept in the state database. */
export function createIncidentState(database: DatabaseSync): IncidentState {
  const prepare = (sql: string) => database.prepare(sql);
  const select = prepare('SELECT data FROM incident WHERE id = ?');
  const selectEvents = prepare('SELECT * FROM incident_event WHERE number > ? ORDER BY number LIMIT ?');
  const selectHistory = prepare('SELECT * FROM incident_event WHERE incident = ? ORDER BY number');
  const selectNewest = prepare('SELECT MAX(number) AS number FROM incident_event');
  const put = prepare('INSERT OR REPLACE INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const append = prepare('INSERT INTO incident_event (incident, time, type, data) VALUES (?, ?, ?, ?)');

  return {
    list({ open, kind, device, from, to }, limit) {
      const conditions: [condition: string, value: SQLInputValue | undefined][] = [
        ['open = ?', open === undefined ? undefined : Number(open)],
        ['kind = ?', kind],
        ['device = ?', device],
        ['(ended IS NULL OR ended >= ?)', from],
        ['started < ?', to],
      ];
      const given = conditions.filter(([, value]) => value !== undefined);
      const where = given.length > 0 ? `WHERE ${given.map(([condition]) => condition).join(' AND ')}` : '';
      const statement = prepare(`SELECT data FROM incident ${where} ORDER BY changed DESC, id DESC LIMIT ?`);
      return statement.all(...given.map(([, value]) => value!), limit).map(incidentOf);
    },
    get(id) {
      const row = select.get(id);
      return row && incidentOf(row);
    },
    events: (after, limit) => selectEvents.all(after, limit).map(eventOf),
    history: (id) => selectHistory.all(id).map(eventOf),
    newest: () => Number(selectNewest.get()?.number ?? 0),
    commit(changes) {
      if (changes.length === 0) return [];
      database.exec('BEGIN');
      try {
        const events = changes.map(({ time, type, incident }) => {
          const data = JSON.stringify(incident);
          const { id, kind, resource, phase, predictedAt, activeAt, changedAt, endedAt } = incident;
          const started = predictedAt ?? activeAt ?? changedAt;
          put.run(id, kind, resource.device ?? null, Number(isOpen(phase)), started, changedAt, endedAt, data);
          const { lastInsertRowid } = append.run(id, time, type, data);
          return { number: Number(lastInsertRowid), time, type, incident };
        });
        database.exec('COMMIT');
        return events;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}

type Row = Record<string, SQLInputValue | undefined>;

const incidentOf = (row: Row): Incident => JSON.parse(String(row.data));

const eventOf = (row: Row): IncidentEvent => ({
  number: Number(row.number),
  time: Number(row.time),
  type: String(row.type) as EventType,
  incident: incidentOf(row),
});
