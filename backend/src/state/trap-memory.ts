import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AlarmMemory, EngineMemory, ReportedAlarm } from '../model/contracts/traps.ts';
import { seriesKey } from '../model/series.ts';

/**
 * The begin of an engine ID (RFC 3411, SnmpEngineID): the enterprise number that is kept for those without one (RFC 5612),
 * then a format of octets.
 */
const ENGINE_PREFIX = Buffer.from('80007ed905', 'hex');
const RANDOM_OCTETS = 12;
const LAST_BOOTS = 2 ** 31 - 1;

/** Engines of SNMPv3, kept in the state database. */
export function createEngineMemory(database: DatabaseSync): EngineMemory {
  const selectOwn = database.prepare('SELECT * FROM trap_engine WHERE own = 1');
  const selectSenders = database.prepare('SELECT * FROM trap_engine WHERE own = 0');
  const put = database.prepare('INSERT OR REPLACE INTO trap_engine VALUES (?, ?, ?, ?, ?)');
  return {
    start() {
      const row = selectOwn.get();
      const id = row
        ? Buffer.from(String(row.engine), 'hex')
        : Buffer.concat([ENGINE_PREFIX, randomBytes(RANDOM_OCTETS)]);
      const boots = Math.min(LAST_BOOTS, Number(row?.boots ?? 0) + 1);
      put.run(id.toString('hex'), 1, boots, 0, 0);
      return { id, boots };
    },
    senders: () =>
      selectSenders.all().map(({ engine, boots, time, at }) => ({
        ...{ engine: String(engine), boots: Number(boots), time: Number(time), at: Number(at) },
      })),
    save: ({ engine, boots, time, at }) => void put.run(engine, 0, boots, time, at),
  };
}

/** What devices have reported of themselves, kept in the state database. */
export function createAlarmMemory(database: DatabaseSync): AlarmMemory {
  const select = database.prepare('SELECT data FROM reported_alarm');
  const put = database.prepare('INSERT OR REPLACE INTO reported_alarm VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM reported_alarm WHERE series = ?');
  return {
    load: () => select.all().map(({ data }): ReportedAlarm => JSON.parse(String(data))),
    change(saved, removed) {
      database.exec('BEGIN');
      try {
        for (const alarm of saved) put.run(seriesKey(alarm.series), JSON.stringify(alarm));
        for (const key of removed) remove.run(key);
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
