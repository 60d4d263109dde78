import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { PresageError } from '../../errors.ts';
import type { GroupsState } from './groups.ts';
import type { Memory } from './layout.ts';

/** Changes whenever the places in a memory do. */
const VERSION = 1;
const CHECKSUM = 4;

/** What is known of the forecasts of one series. */
export interface SeriesQuality {
  readonly step: number;
  /** The newest step of which there was a value; −∞ before the first. */
  newest: number;
  /** When its day ends, epoch milliseconds UTC. */
  closes: number;
  readonly memory: Memory;
}

/** All that is known, series by their keys. */
export interface QualityState {
  readonly known: Map<string, SeriesQuality>;
  readonly groups: GroupsState;
}

/** A checksum, and what it is of. */
export function writeQuality(state: QualityState): Uint8Array {
  const content = serialize({ ...state, version: VERSION });
  const bytes = Buffer.allocUnsafe(CHECKSUM + content.length);
  bytes.writeUInt32LE(crc32(content));
  content.copy(bytes, CHECKSUM);
  return bytes;
}

/** Throws FORECAST_SNAPSHOT_UNREADABLE where the bytes are damaged or of another version. */
export function readQuality(bytes: Uint8Array): QualityState {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refused = (what: string) =>
    new PresageError('FORECAST_SNAPSHOT_UNREADABLE', `the snapshot of the quality of forecasts is ${what}`);
  const content = buffer.subarray(CHECKSUM);
  if (buffer.length <= CHECKSUM || buffer.readUInt32LE() !== crc32(content)) throw refused('damaged');
  const found = deserialize(content) as QualityState & { version: number };
  if (found.version !== VERSION) throw refused(`of version ${found.version}; expected version ${VERSION}`);
  return { known: found.known, groups: found.groups };
}
