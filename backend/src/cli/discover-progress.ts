import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { FoundDevice } from '../collect/snmp/discover/probe.ts';
import { replaceFile } from '../config/replace-file.ts';

/** How far a discovery has come. */
export interface Progress {
  /** What is asked for and how; another question begins anew. */
  readonly question: string;
  /** The place before which all addresses have been asked. */
  readonly before: number;
  readonly found: readonly FoundDevice[];
}

/** Milliseconds between two writings. */
const PERIOD = 2000;

/** The progress of a discovery, kept in a file beside its output until it has come to its end. */
export function progressFile(path: string, question: string) {
  let written = Number.NEGATIVE_INFINITY;
  return {
    /** What an earlier run of the same discovery has come to; undefined when there was none, or it was another. */
    earlier(): Progress | undefined {
      if (!existsSync(path)) return undefined;
      try {
        const progress = JSON.parse(readFileSync(path, 'utf8')) as Progress;
        return progress.question === question && Array.isArray(progress.found) ? progress : undefined;
      } catch {
        return undefined;
      }
    },
    /** Keeps progress, not too often unless it must be now. */
    keep(before: number, found: readonly FoundDevice[], now: number, must = false): void {
      if (!must && now - written < PERIOD) return;
      written = now;
      replaceFile(path, JSON.stringify({ question, before, found } satisfies Progress));
    },
    remove: () => rmSync(path, { force: true }),
  };
}
