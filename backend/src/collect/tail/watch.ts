import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells of what changes in folders: with the path, and whether it came, went or was renamed, or with undefined when it is not
 * known what. A folder that cannot be watched tells nothing.
 */
export function watchFolders(changed: (path: string | undefined, renamed: boolean) => void) {
  const watchers = new Map<string, FSWatcher | undefined>();
  const open = (folder: string): FSWatcher | undefined => {
    try {
      const watcher = watch(folder, { persistent: false }, (type, name) =>
        changed(name === null ? undefined : join(folder, name), type === 'rename'),
      );
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      return watcher;
    } catch {
      return undefined;
    }
  };
  return {
    /** Watches these folders and no others. */
    keep(folders: ReadonlySet<string>): void {
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher?.close();
        watchers.delete(folder);
      }
      for (const folder of folders) {
        const watcher = watchers.get(folder);
        if (!watcher) watchers.set(folder, open(folder));
      }
    },
    close(): void {
      for (const watcher of watchers.values()) watcher?.close();
    },
  };
}
