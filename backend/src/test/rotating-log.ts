import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

/** The ways in which programs rotate a log, in turn. */
export const ROTATIONS = ['create', 'copytruncate', 'create and zstd later', 'dateext and gzip'] as const;
export type Rotation = (typeof ROTATIONS)[number];

/**
 * A log that is written and rotated, with so many rotated copies. No line may be written while it is copied and truncated, as
 * with any copytruncate.
 */
export function rotatingLog(path: string, kept: number) {
  let rotations = 0;
  let packing = Promise.resolve();
  const copies: string[] = [];
  writeFileSync(path, '');

  const pack = async (from: string, to: string, kind: 'gzip' | 'zstd') => {
    const { atimeMs, mtimeMs } = statSync(from);
    await pipeline(
      createReadStream(from),
      kind === 'gzip' ? createGzip({ level: 1 }) : createZstdCompress(),
      createWriteStream(to),
    );
    utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
    rmSync(from);
    copies.splice(copies.indexOf(from), 1, to);
  };
  return {
    write: (bytes: Uint8Array) => appendFileSync(path, bytes),
    /** Rotates in the next of the ways; packing goes on behind. */
    rotate(): Rotation {
      const rotation = ROTATIONS[rotations % ROTATIONS.length]!;
      const copy = rotation.startsWith('dateext') ? `${path}-${20_261_101 + rotations}` : `${path}.${rotations + 1}`;
      rotations++;
      const older = copies.at(-1);
      if (rotation === 'copytruncate') {
        copyFileSync(path, copy);
        truncateSync(path, 0);
      } else {
        renameSync(path, copy);
        writeFileSync(path, '');
      }
      copies.push(copy);
      packing = packing.then(async () => {
        if (rotation === 'dateext and gzip') await pack(copy, `${copy}.gz`, 'gzip');
        if (rotation === 'create and zstd later' && older !== undefined && existsSync(older)) {
          await pack(older, `${older}.zst`, 'zstd');
        }
        for (const old of copies.splice(0, Math.max(0, copies.length - kept))) rmSync(old, { force: true });
      });
      return rotation;
    },
    /** Resolves when nothing is packed any more. */
    packed: () => packing,
  };
}
