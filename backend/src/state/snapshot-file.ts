import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../model/contracts/snapshot.ts';

/** The file `name` in the data folder. A crash leaves the old content or the new, never a mixture. */
export function snapshotFile(folder: string, name: string): Snapshot {
  const path = join(folder, name);
  const temporary = `${path}.new`;
  return {
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(bytes) {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
    remove: () => rm(path, { force: true }),
  };
}
