import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import type { Clock } from '../model/clock.ts';

/** How often the file is looked at, milliseconds. */
const LOOK = 2000;

export interface DevicesFileParts<D> {
  readonly path: string;
  /** Reads and checks the file. Throws when there is anything wrong with it. */
  readonly read: () => D;
  /** Puts what was read in force; answers in words what changed. */
  readonly apply: (devices: D) => string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** That of the machine. */
  readonly clock: Clock;
}

/** The file of the devices, read again when it changes. While it is faulty the devices from before go on. */
export function devicesFile<D>({ path, read, apply, logger, clock }: DevicesFileParts<D>) {
  let seen = fingerprint(path);
  let problem: string | undefined;

  const reload = (known?: D) => {
    seen = fingerprint(path);
    try {
      const changed = apply(known ?? read());
      if (problem !== undefined || changed !== '') logger.info(`${path}: read again: ${changed || 'nothing changed'}`);
      problem = undefined;
    } catch (error) {
      problem = (error instanceof Error ? error.message : String(error)).replaceAll('\n', '; ');
      logger.error(`${problem}; the devices from before go on`);
    }
  };
  return {
    path,
    /** What is wrong with the file as it is now, in words; undefined when it is in force. */
    problem: () => problem,
    /** Reads the file at once, or takes what somebody else has just read from it. */
    reload,
    /** Looks for changes until the signal. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        if (fingerprint(path) !== seen) reload();
        await clock.sleep(LOOK, signal).catch(() => {});
      }
    },
  };
}

/** What changes when a file is written or replaced. */
function fingerprint(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    return reason(error);
  }
}
