import { readFileSync } from 'node:fs';
import { PresageError, reason } from '../errors.ts';
import type { DeviceEditor } from '../model/contracts/device-editor.ts';

type Entry = Parameters<DeviceEditor['put']>[0];

export interface DeviceEditorParts<D> {
  /** The file of the devices. */
  readonly path: string;
  readonly withDevice: (text: string, entry: Entry) => string;
  readonly withoutDevice: (text: string, id: string) => string | undefined;
  /** Reads the devices from a text. Throws when it would not be a right file. */
  readonly check: (text: string) => D;
  readonly replace: (path: string, text: string) => void;
  readonly has: (id: string) => boolean;
  /** Puts what was read from the file in force. */
  readonly reload: (devices: D) => void;
}

/** Keys by which whoever may operate could have secrets of this machine read and sent somewhere. */
const FILES = ['community_file'];

/** Edits the file of the devices and puts it in force at once. A text that would not be right is not written. */
export function deviceEditor<D>(parts: DeviceEditorParts<D>): DeviceEditor {
  const { path, check, replace, reload } = parts;
  const write = (text: string) => {
    const devices = check(text);
    replace(path, text);
    reload(devices);
  };
  return {
    put(entry) {
      refuseSecrets(entry);
      const known = parts.has(entry.id);
      write(parts.withDevice(textOf(path), entry));
      return known;
    },
    remove(id) {
      const text = parts.withoutDevice(textOf(path), id);
      if (text === undefined) return false;
      write(text);
      return true;
    },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PresageError('CONFIG_UNREADABLE', `${path}: ${reason(error)}`, { cause: error });
  }
}

function refuseSecrets(entry: Entry): void {
  const key = FILES.find((name) => name in entry);
  if (key !== undefined || JSON.stringify(entry).includes('${')) {
    const what = key ?? 'a reference to the environment (${…})';
    throw new PresageError('CONFIG_INVALID', `${what} is for the file only: write it there by hand`);
  }
}
