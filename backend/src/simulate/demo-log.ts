import { appendFile, mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { PresageError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { HOUR } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';
import { currentLog, newestLines, rotate, rotatedDays, tidy } from './log-files.ts';
import { dayOf, firstInstant, midnightAfter } from './midnight.ts';
import { findInStream, writtenAt } from './newest.ts';
import type { Subscribers } from './subscribers.ts';

const DAY = 24 * HOUR;
/** Whole days kept as plain text; older ones are gzipped. */
const PLAIN_DAYS = 3;

export interface DemoLogOptions {
  /** Where the log files are kept; made when absent. */
  readonly folder: string;
  readonly subscribers: Subscribers;
  /** The zone of the lines' dates; files are rotated at its midnights. */
  readonly zone: Zone;
  readonly clock: Clock;
  /** Whole local days before today that the log goes back to. */
  readonly historyDays: number;
  /** Real milliseconds between two writings while it runs. */
  readonly writePeriod: number;
}

export interface DemoLog {
  /**
   * Brings the files up to the time of the clock: a whole history on the first start, what is missing later. Goes on where
   * a stop or kill at any moment left them; nothing is lost or doubled. Rejects with DATA_FOLDER_UNUSABLE when the folder
   * holds another log. Ends early on the signal.
   */
  prepare(signal?: AbortSignal): Promise<void>;
  /** Writes on as the clock goes on, until the signal. Call `prepare` first. */
  run(signal: AbortSignal): Promise<void>;
}

/** The log of the demo network in daily files, as log rotation leaves them. */
export function createDemoLog(options: DemoLogOptions): DemoLog {
  const { folder, subscribers, zone, clock, historyDays, writePeriod } = options;
  const current = currentLog(folder);
  /** All lines written before this instant are in the files. */
  let written = 0;

  const append = async (lines: readonly string[]) => {
    if (lines.length > 0) await appendFile(current, lines.map((line) => `${line}\n`).join(''), 'latin1');
  };
  const daysAgo = (days: number) => dayOf(zone, clock.now() - days * DAY);
  const writeUntil = async (end: number, signal: AbortSignal | undefined) => {
    while (written < end && !signal?.aborted) {
      const midnight = midnightAfter(zone, written);
      const until = Math.min(end, midnight, written + HOUR);
      await append(subscribers.lines(written, until).map(({ text }) => text));
      if (until === midnight) {
        await rotate(folder, dayOf(zone, written), midnight);
        await tidy(folder, daysAgo(PLAIN_DAYS), daysAgo(historyDays + 1));
      }
      written = until;
    }
  };
  /** Makes the current file whole again and answers the instant before which everything is written, if anything is. */
  const findWritten = async (): Promise<number | undefined> => {
    const lines = await newestLines(current);
    const rotated = await rotatedUntil(folder, zone);
    if (lines.length === 0) return rotated;
    const candidates = writtenAt(lines, zone, rotated ?? clock.now());
    const newest = candidates[0];
    if (newest === undefined) {
      throw new PresageError('DATA_FOLDER_UNUSABLE', `${current}: not a log of the demo network; move it away`);
    }
    const found = findInStream(lines, candidates, subscribers);
    // Others than these subscribers wrote it (another seed): these take over when those left off.
    if (!found) return newest + 2000;
    await append(found.after);
    return found.time + 1;
  };

  return {
    async prepare(signal) {
      await mkdir(folder, { recursive: true });
      const now = clock.now();
      const oldest = firstInstant(zone, daysAgo(historyDays));
      const found = await findWritten();
      // What is left of a log that broke off too long ago gets the name of its day: a new one begins.
      if (found !== undefined && found < oldest) await rotate(folder, dayOf(zone, found), found);
      written = Math.max(found ?? oldest, oldest);
      await tidy(folder, daysAgo(PLAIN_DAYS), daysAgo(historyDays + 1));
      await writeUntil(now, signal);
    },
    async run(signal) {
      while (!signal.aborted) {
        await writeUntil(clock.now(), signal);
        await wait(writePeriod, undefined, { signal }).catch(() => {});
      }
    },
  };
}

/**
 * When the newest line of the demo network's log in this folder was written, epoch milliseconds UTC to the second;
 * undefined when there is none. An accelerated demo has run ahead of the real time: its clock goes on from here.
 */
export async function newestDemoLine(folder: string, zone: Zone): Promise<number | undefined> {
  const rotated = await rotatedUntil(folder, zone);
  const [newest] = writtenAt(await newestLines(currentLog(folder)), zone, rotated);
  return newest ?? rotated;
}

/** The instant at which the day of the newest rotated file ended. */
async function rotatedUntil(folder: string, zone: Zone): Promise<number | undefined> {
  const day = (await rotatedDays(folder)).at(-1);
  return day === undefined ? undefined : midnightAfter(zone, firstInstant(zone, day));
}
