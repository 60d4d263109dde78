import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Detector } from '../model/contracts/detector.ts';
import type { Incidents } from '../model/contracts/incidents.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Alarm, IncidentEvent } from '../model/incident.ts';
import type { Batch } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';

/** Samples older than this tell of the past: nothing is to be done about it any more. */
const FRESH = 15 * MINUTE;
const TICK = 10_000;

export interface WatchingParts {
  readonly detector: Detector;
  readonly incidents: Incidents;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The watch over the network: samples and forecasts → detector → incidents → those who listen. */
export function startWatching({ detector, incidents, clock, logger }: WatchingParts) {
  const listeners = new Set<(events: readonly IncidentEvent[]) => void>();
  const tell = (events: readonly IncidentEvent[]) => {
    if (events.length > 0) for (const listener of listeners) listener(events);
  };
  const take = (alarms: () => Alarm[]) => {
    try {
      tell(incidents.take(alarms(), clock.now()));
    } catch (error) {
      logger.error({ err: error }, `watching: ${reason(error)}`);
    }
  };
  return {
    measured(batch: Batch): void {
      const fresh = newerThan(batch, clock.now() - FRESH);
      if (fresh.length > 0) take(() => detector.observe(fresh));
    },
    forecast(forecasts: readonly Forecast[]): void {
      if (forecasts.length > 0) take(() => detector.foresee(forecasts));
    },
    /** Takes a listener of events; answers what removes it. */
    listen(listener: (events: readonly IncidentEvent[]) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Lets time pass until the signal, so that silence is seen. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        take(() => detector.tick(clock.now()));
        await clock.sleep(TICK, signal).catch(() => {});
      }
    },
  };
}

export type Watching = ReturnType<typeof startWatching>;

function newerThan(batch: Batch, time: number): Batch {
  return batch.flatMap((block) => {
    const first = block.times.findIndex((candidate) => candidate >= time);
    if (first < 0) return [];
    return [{ ...block, times: block.times.slice(first), values: block.values.slice(first) }];
  });
}
