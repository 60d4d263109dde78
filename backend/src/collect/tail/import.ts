import { stat } from 'node:fs/promises';
import { PresageError } from '../../errors.ts';
import { type Clock, systemClock } from '../../model/clock.ts';
import type { LogReader, Positions } from '../../model/contracts/log-reader.ts';
import { createContents } from './contents.ts';
import { damaged, unreadable } from './faults.ts';
import { identify, peek } from './identify.ts';
import { isFileError } from './open.ts';
import { unreadPieces } from './pieces.ts';
import { unreadPlaces } from './places.ts';

/** What was not committed is in the file still; so much of it costs a start little, octets. */
export const AT_ONCE = 2_097_152;

/** A plain file written to within this time may still be in the middle of its last line. */
const STILL_WRITTEN = 60_000;
/** Pieces are as long, octets. */
const PIECE = 1_048_576;

/**
 * Reads files once, in the order of their age, from where each was left. A last line without its line feed is read too,
 * unless the file was written to just now. Throws FILE_UNREADABLE, before anything is read, for a path that is not a readable
 * file, and when all are read for those that turned out to be damaged. With `placeLength` the lines of plain files are not read:
 * their pieces tell places of about so many octets, and whoever takes one sees to the faults of its reading.
 */
export function importFiles(
  paths: readonly string[],
  positions: Positions,
  { clock = systemClock, placeLength }: { readonly clock?: Clock; readonly placeLength?: number } = {},
): LogReader {
  return {
    atOnce: AT_ONCE,
    async read(take, idle, signal) {
      const files = [];
      for (const path of paths) files.push(await inspect(path, clock));
      files.sort((a, b) => a.found.modified - b.found.modified || (a.found.path < b.found.path ? -1 : 1));
      const contents = createContents(positions);
      const faults: PresageError[] = [];
      for (const { peeked, complete, found } of files) {
        let taking = false;
        try {
          // The same content may be given twice, as it is and packed.
          const standing = await identify(peeked, contents, () => undefined, Number.POSITIVE_INFINITY);
          const { print, packing } = peeked;
          if (standing.kind === 'read' && standing.damage !== undefined) throw standing.damage;
          if (standing.kind !== 'unread' || print === undefined) continue;
          const { position } = standing;
          const name = position?.fingerprint ?? contents.newName(print);
          const reading = { found, packing, print, name, position, complete, most: PIECE };
          const inPlaces = placeLength !== undefined && packing === 'none';
          for await (const piece of inPlaces ? unreadPlaces(reading, placeLength) : unreadPieces(reading)) {
            if (signal.aborted) return;
            if (piece.bytes.length === 0 && !piece.place && !piece.end) continue;
            taking = true;
            await take(piece);
            taking = false;
            contents.put(piece.position);
          }
        } catch (error) {
          if (taking || !isFileError(error)) throw error;
          faults.push(damaged(found.path, error));
        }
      }
      if (!signal.aborted) await idle();
      if (faults.length > 0) {
        throw new PresageError('FILE_UNREADABLE', faults.map(({ message }) => message).join('\n'));
      }
    },
  };
}

async function inspect(path: string, clock: Clock) {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) {
      throw new PresageError('FILE_UNREADABLE', `${path}: this is a folder; name the log files in it`);
    }
    const found = { path, size: stats.size, modified: stats.mtimeMs, copyOf: undefined };
    const peeked = await peek(found, true);
    const complete = peeked.packing !== 'none' || found.modified < clock.now() - STILL_WRITTEN;
    return { found, peeked, complete };
  } catch (error) {
    throw error instanceof PresageError ? error : unreadable(path, error);
  }
}
