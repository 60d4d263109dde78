import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../model/contracts/snapshot.ts';

/** Bytes read at a time: more than two gigabytes no system reads at once. */
const READ_AT_ONCE = 2 ** 30;

/** The file `name` in the data folder. A crash leaves the old content or the new, never a mixture. */
export function snapshotFile(folder: string, name: string): Snapshot {
  const path = join(folder, name);
  const temporary = `${path}.new`;
  return {
    async read() {
      const file = await open(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      if (!file) return undefined;
      try {
        return await contentOf(file);
      } finally {
        await file.close();
      }
    },
    async write(parts) {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(parts);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
    remove: () => rm(path, { force: true }),
  };
}

async function contentOf(file: FileHandle): Promise<Uint8Array> {
  const { size } = await file.stat();
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(READ_AT_ONCE, size - at));
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
