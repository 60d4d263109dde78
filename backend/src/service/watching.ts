import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Detector } from '../model/contracts/detector.ts';
import type { Incidents } from '../model/contracts/incidents.ts';
import type { Incident, IncidentEvent, OperatorAction, Resource } from '../model/incident.ts';
import type { Batch } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';
import { watchFlow } from '../pipeline.ts';

/** Samples whose step ended longer ago tell of the past: nothing is to be done about it any more. */
const FRESH = 15 * MINUTE;
const TICK = 10_000;

export interface WatchingParts {
  readonly detector: Detector;
  readonly incidents: Incidents;
  /** False for what belongs to a device that is not watched any more. */
  readonly isKnown: (resource: Resource) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The watch over the network: what is wrong, what will be, and whoever listens to it. */
export function startWatching({ detector, incidents, isKnown, clock, logger }: WatchingParts) {
  const listeners = new Set<(events: readonly IncidentEvent[]) => void>();
  const tell = (events: readonly IncidentEvent[]) => {
    for (const listener of listeners) listener(events);
  };
  const flow = watchFlow({
    detector,
    incidents,
    now: clock.now,
    tell,
    failed: (error) => logger.error({ err: error }, `watching: ${reason(error)}`),
  });
  return {
    measured(batch: Batch): void {
      const fresh = freshAt(clock.now(), batch);
      if (fresh.length > 0) flow.measured(fresh);
    },
    forecast: flow.forecast,
    /** Does to an incident what the user of this login wants; answers it, undefined when there is none. Throws ACTION_REFUSED. */
    operate(id: string, action: OperatorAction, by: string): Incident | undefined {
      const events = incidents.operate(id, action, by, clock.now());
      tell(events);
      return events.find(({ incident }) => incident.id === id)?.incident;
    },
    /** To be called when devices were removed: what is open of them ends. */
    devicesChanged(): void {
      const events = incidents.forget(isKnown, clock.now());
      if (events.length > 0) tell(events);
    },
    /** Takes a listener of events; answers what removes it. */
    listen(listener: (events: readonly IncidentEvent[]) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Lets time pass until the signal. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        flow.tick();
        await clock.sleep(TICK, signal).catch(() => {});
      }
    },
  };
}

/** What is fresh of a batch. A sample is named by the begin of its step, and of a flow it may come a step after the end. */
function freshAt(now: number, batch: Batch): Batch {
  return batch.flatMap((block) => {
    const oldest = now - FRESH - 2 * block.series.step;
    const first = block.times.findIndex((time) => time >= oldest);
    if (first < 0) return [];
    return [{ ...block, times: block.times.slice(first), values: block.values.slice(first) }];
  });
}
