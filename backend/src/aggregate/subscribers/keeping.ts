import type { SubscriberHour } from './hour.ts';
import { readUserRow, sequenceOf, type userRowWriter } from './user-rows.ts';

/** Users of a block row. */
const BLOCK_USERS = 512;

type Rows = Map<string, Uint8Array>;

const padded = (number: number) => String(number).padStart(10, '0');
const prefix = (start: number) => `${start} `;
const blockKey = (start: number, block: number) => `${prefix(start)}block ${padded(block)}`;
const logKey = (start: number, sequence: number) => `${prefix(start)}log ${padded(sequence)}`;
const ROW_KEY = /^(-?\d+) (block|log) (\d+)$/;

/** The hour, kind and number in the key of a row of users. */
export function rowKey(key: string): { start: number; kind: 'block' | 'log'; number: number } | undefined {
  const [, start, kind, number] = ROW_KEY.exec(key) ?? [];
  return start === undefined
    ? undefined
    : { start: Number(start), kind: kind as 'block' | 'log', number: Number(number) };
}

/**
 * Keeps what is counted of an hour in rows. Each time only the users that changed are written, into a log row; and block
 * after block all users are, as many at a time as were written into log rows. When all blocks were written anew, what stood in log
 * rows before is stale. So a commit costs what has changed, and all rows of an hour are at most about three times its users.
 * A block has `size` users.
 */
export function hourKeeping(start: number, size = BLOCK_USERS) {
  /** By block: the sequence number at which it was written last. */
  const blocks: number[] = [];
  let logs: number[] = [];
  let sequence = 0;
  let credit = 0;
  let next = 0;
  let roundBegan = 0;

  const writeBlock = (hour: SubscriberHour, writer: ReturnType<typeof userRowWriter>, rows: Rows) => {
    writer.begin(sequence);
    const end = Math.min((next + 1) * size, hour.users.count);
    for (let user = next * size; user < end; user++) writer.user(hour, user, true);
    rows.set(blockKey(start, next), writer.row());
    blocks[next] = sequence;
    next++;
  };

  return {
    /**
     * What has changed since it was asked last, as rows; and the keys of rows that are stale, which may be removed at any
     * time later.
     */
    drain(hour: SubscriberHour, writer: ReturnType<typeof userRowWriter>): { rows: Rows; stale: string[] } {
      const rows: Rows = new Map();
      const stale: string[] = [];
      if (hour.changed.length === 0) return { rows, stale };
      sequence++;
      writer.begin(sequence);
      for (const user of hour.changed) writer.user(hour, user, !hour.isKept(user));
      rows.set(logKey(start, sequence), writer.row());
      logs.push(sequence);
      credit += hour.changed.length;
      hour.settle();
      for (; credit >= size; credit -= size) {
        writeBlock(hour, writer, rows);
        if (next * size < hour.users.count) continue;
        stale.push(...logs.filter((one) => one <= roundBegan).map((one) => logKey(start, one)));
        logs = logs.filter((one) => one > roundBegan);
        roundBegan = sequence;
        next = 0;
      }
      return { rows, stale };
    },
    /** Takes back a row, all in the order of their keys. */
    restore(hour: SubscriberHour, kind: 'block' | 'log', number: number, row: Uint8Array): void {
      const written = sequenceOf(row);
      sequence = Math.max(sequence, written);
      roundBegan = sequence;
      if (kind === 'block') blocks[number] = written;
      else logs.push(number);
      const isStale = (user: number) => kind === 'log' && (blocks[Math.floor(user / size)] ?? 0) >= written;
      hour.restored(readUserRow(row, hour.users, isStale));
    },
    /** The keys of all rows there are. */
    keys: (): string[] => [
      ...[...blocks.keys()].filter((block) => blocks[block] !== undefined).map((block) => blockKey(start, block)),
      ...logs.map((one) => logKey(start, one)),
    ],
  };
}
