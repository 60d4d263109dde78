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
];
