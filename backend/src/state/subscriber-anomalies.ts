import type { DatabaseSync } from 'node:sqlite';
import type { SubscriberAnomalies } from '../model/contracts/subscriber-anomalies.ts';
import { anomalyRowKey, SUBSCRIBERS_PART, startOfRowKey } from '../model/subscribers.ts';

/** The lists of anomalous subscribers, as the log sources keep them in the state database. */
export function createSubscriberAnomalies(database: DatabaseSync): SubscriberAnomalies {
  const select = `FROM log_row WHERE source = ? AND part = '${SUBSCRIBERS_PART}'`;
  const selectKeys = database.prepare(`SELECT key ${select} AND key GLOB '${anomalyRowKey('*')}'`);
  const selectRow = database.prepare(`SELECT data ${select} AND key = ?`);
  return {
    hours: (source) =>
      selectKeys
        .all(source)
        .map(({ key }) => startOfRowKey(String(key)))
        .sort((a, b) => a - b),
    of(source, start) {
      const row = selectRow.get(source, anomalyRowKey(start));
      return row && JSON.parse(String(row.data));
    },
  };
}
