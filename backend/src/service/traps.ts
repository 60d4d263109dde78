import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { DeviceReport } from '../model/contracts/collector.ts';
import type { Store } from '../model/contracts/store.ts';
import type { AlarmMemory, NameTrap, TrapHandlers, TrapReceiver, TrapStatus } from '../model/contracts/traps.ts';
import type { Component } from '../model/device.ts';
import type { Batch } from '../model/series.ts';
import type { Trap } from '../model/trap.ts';
import type { Addresses } from './addresses.ts';
import { createReportedAlarms, type Reported } from './reported-alarms.ts';
import { createTrapJournal } from './trap-journal.ts';

/** How often time passes for what was reported, and names are looked up again; milliseconds. */
const TICK = 10_000;
const LOOKUP_PERIOD = 600_000;
/** How often it is said at most what was refused, milliseconds. */
const SAYING_PERIOD = 60_000;

export interface TrapsParts {
  readonly open: (handlers: TrapHandlers) => Promise<TrapReceiver>;
  /** The receive buffer that is asked for, octets. */
  readonly receiveBuffer: number;
  readonly name: NameTrap;
  readonly addresses: Addresses;
  readonly memory: AlarmMemory;
  readonly components: (device: string) => readonly Component[];
  readonly isWatched: (device: string) => boolean;
  readonly measured: (batch: Batch) => void;
  readonly store: Pick<Store, 'write'>;
  /** Milliseconds within which the same is only counted. */
  readonly duplicates: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is served of traps. */
export interface Traps {
  readonly receiver: TrapReceiver;
  status(): TrapStatus;
  /** Takes a poll of a device, which may end what its traps have said. */
  polled(report: DeviceReport): void;
  /** Lets time pass until the signal. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * The way of the traps: receiver → device and name → journal, and what is raised or cleared → detection and store. Rejects
 * with PORT_IN_USE or ADDRESS_UNUSABLE when it cannot listen.
 */
export async function startTraps(parts: TrapsParts): Promise<Traps> {
  const { name, addresses, clock, logger, store } = parts;
  const journal = createTrapJournal(parts.duplicates);
  const alarms = createReportedAlarms({
    ...parts,
    store: (batch) =>
      void store.write(batch).catch((error) => logger.error(`reports of devices are lost: ${reason(error)}`)),
    dropped: () => journal.refused('too many alarms of one device', undefined, clock.now()),
  });

  /** Does what must not end the program when it fails. */
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      logger.error({ err: error }, `traps: ${reason(error)}`);
    }
  };

  const take = (traps: readonly Trap[]): void => {
    const reports = traps.flatMap((trap): Reported[] => {
      const relayed = trap.agent === null ? undefined : addresses.deviceOf(trap.agent);
      const device = addresses.deviceOf(trap.source) ?? relayed;
      const named = name(trap);
      if (journal.take(trap, device, named)) {
        const text = `trap of ${device ?? trap.source}: ${named?.text ?? trap.oid}`;
        logger[named ? 'info' : 'debug']({ source: trap.source, oid: trap.oid }, text);
      }
      return device !== undefined && named ? [{ device, named, time: trap.time }] : [];
    });
    alarms.report(reports);
  };

  await addresses.refresh();
  const receiver = await parts.open({ take: (traps) => safely(() => take(traps)), refused: journal.refused });
  if (receiver.receiveBuffer < parts.receiveBuffer) {
    logger.warn(
      `the kernel keeps ${receiver.receiveBuffer} octets of traps that wait to be read, not ${parts.receiveBuffer}: of bursts some may be lost; raise net.core.rmem_max to ${parts.receiveBuffer} (sysctl -w) and start Presage again`,
    );
  }
  const { address, port, receiveBuffer } = receiver;
  return {
    receiver,
    status: () => ({ listen: { address, port, receiveBuffer }, ...journal.status() }),
    polled: (report) => safely(() => alarms.polled(report)),
    async run(signal) {
      let looked = clock.now();
      let said = { time: clock.now(), refused: journal.status().refused };
      while (!signal.aborted) {
        safely(() => alarms.tick(clock.now(), parts.isWatched));
        if (clock.now() - said.time >= SAYING_PERIOD) {
          const { refused } = journal.status();
          const news = increases(said.refused, refused);
          if (news !== '') logger.warn(`traps that were not taken: ${news}`);
          said = { time: clock.now(), refused };
        }
        if (clock.now() - looked >= LOOKUP_PERIOD) {
          looked = clock.now();
          await addresses.refresh();
        }
        await clock.sleep(TICK, signal).catch(() => {});
      }
    },
  };
}

/** What has grown between two counts, in words. */
const increases = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) =>
  Object.entries(after)
    .map(([why, count]) => [why, count - (before[why] ?? 0)] as const)
    .filter(([, more]) => more > 0)
    .map(([why, more]) => `${more} ${why}`)
    .join(', ');

/** The status where no traps are received. */
export const NO_TRAPS: TrapStatus = {
  ...{ listen: null, taken: 0, fromUnknownSources: 0, unnamed: 0, refused: {}, recent: [], unknown: [], sources: [] },
};
