/** The steps that make today's tables from nothing, in order. A step that was released is never changed: add another. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE log_position (
    source TEXT NOT NULL, fingerprint TEXT NOT NULL, path TEXT NOT NULL, offset INTEGER NOT NULL, clock INTEGER,
    PRIMARY KEY (source, fingerprint)
  ) WITHOUT ROWID;
  CREATE TABLE log_hour (
    source TEXT NOT NULL, start INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (source, start)
  ) WITHOUT ROWID;
  CREATE TABLE log_session (
    source TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (source, key)
  ) WITHOUT ROWID;
  CREATE TABLE log_rest (source TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID
  `,
  `
  CREATE TABLE incident (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, device TEXT, open INTEGER NOT NULL, started INTEGER NOT NULL,
    changed INTEGER NOT NULL, ended INTEGER, data TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX incident_open ON incident (open, changed);
  CREATE INDEX incident_started ON incident (started);
  CREATE TABLE incident_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL, time INTEGER NOT NULL, type TEXT NOT NULL,
    data TEXT NOT NULL
  );
  CREATE INDEX incident_event_incident ON incident_event (incident, number);
  CREATE TABLE demo_fault (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID
  `,
  'CREATE TABLE device_inventory (device TEXT PRIMARY KEY, components TEXT NOT NULL) WITHOUT ROWID',
  'CREATE TABLE device_counters (device TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID',
  // Incidents from before operators could act on them: nobody has touched them.
  ['incident', 'incident_event']
    .map(
      (table) => `UPDATE ${table} SET data = json_set(data,
        '$.operator', json('{"state": "none", "by": null, "at": null, "until": null}'), '$.comments', json('[]'))`,
    )
    .join(';'),
  `
  CREATE TABLE trap_engine (engine TEXT PRIMARY KEY, own INTEGER NOT NULL, boots INTEGER NOT NULL, time INTEGER NOT NULL,
    at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE reported_alarm (series TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID
  `,
  'CREATE TABLE device_neighbours (device TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID',
  // Every part of the aggregator has rows of its own in one table, the sums of hours and the sessions among them.
  `
  CREATE TABLE log_row (
    source TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (source, part, key)
  ) WITHOUT ROWID;
  INSERT INTO log_row SELECT source, 'hours', start, data FROM log_hour;
  INSERT INTO log_row SELECT source, 'hours', 'unpublished', data -> '$.unpublished' FROM log_rest;
  INSERT INTO log_row SELECT source, 'sessions', 'session ' || key, data FROM log_session;
  INSERT INTO log_row SELECT source, 'sessions', 'rest', data -> '$.sessions' FROM log_rest;
  INSERT INTO log_row SELECT source, 'lines', 'counts', json_remove(data, '$.unpublished', '$.sessions') FROM log_rest;
  DROP TABLE log_hour;
  DROP TABLE log_session;
  DROP TABLE log_rest
  `,
  // Counters are octets from now on; what was kept as text is read anew within a minute.
  'DROP TABLE device_counters; CREATE TABLE device_counters (device TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID',
  'ALTER TABLE log_position ADD COLUMN memory TEXT',
  'ALTER TABLE log_position ADD COLUMN marks TEXT',
];
