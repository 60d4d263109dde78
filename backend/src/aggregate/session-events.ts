import { sessionEventSeries } from '../model/log-series.ts';
import type { SampleGatherer } from './samples.ts';

/** Of fewer sessions a percentage says nothing. */
const FEWEST_SESSIONS = 100;

type Events = [starts: number, stops: number];

export interface PackedEvents {
  /** Minutes before are not told: the log was silent. */
  readonly from: number;
  /** By NAS and start of the minute. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, Readonly<Events>>>>>;
}

/** Counts how many sessions of each NAS start and stop in each minute. */
export function sessionEvents(source: string, restored: PackedEvents = { from: 0, counts: {} }) {
  let from = restored.from;
  const events = new Map(
    Object.entries(restored.counts).map(([nas, minutes]) => [
      nas,
      new Map(Object.entries(minutes).map(([minute, [starts, stops]]) => [Number(minute), [starts, stops] as Events])),
    ]),
  );
  const at = (nas: string, minute: number): Events => {
    const minutes = events.get(nas) ?? new Map<number, Events>();
    events.set(nas, minutes);
    const found = minutes.get(minute) ?? [0, 0];
    minutes.set(minute, found);
    return found;
  };
  return {
    started: (nas: string, minute: number) => void at(nas, minute)[0]++,
    stopped: (nas: string, minute: number) => void at(nas, minute)[1]++,
    /** Tells of the minute that begins here. `active` are the sessions of each NAS at its start. */
    publish(samples: SampleGatherer, minute: number, active: ReadonlyMap<string, number>): void {
      if (minute < from) return;
      const tell = (nas: string | undefined, [starts, stops]: Events, sessions: number) => {
        samples.add(sessionEventSeries(source, nas, 'starts'), minute, starts);
        samples.add(sessionEventSeries(source, nas, 'stops'), minute, stops);
        if (sessions < FEWEST_SESSIONS) return;
        samples.add(sessionEventSeries(source, nas, 'stopped_percent'), minute, (100 * stops) / sessions);
      };
      const total: Events = [0, 0];
      let totalSessions = 0;
      for (const [nas, sessions] of active) {
        const own = events.get(nas)?.get(minute) ?? [0, 0];
        tell(nas, own, sessions);
        total[0] += own[0];
        total[1] += own[1];
        totalSessions += sessions;
      }
      if (active.size > 0) tell(undefined, total, totalSessions);
    },
    /** Leaves out what comes before this minute. */
    goOnFrom(minute: number): void {
      from = minute;
    },
    /** Forgets the minutes before this one. */
    forget(before: number): void {
      for (const [nas, minutes] of events) {
        for (const minute of minutes.keys()) if (minute < before) minutes.delete(minute);
        if (minutes.size === 0) events.delete(nas);
      }
    },
    packed: (): PackedEvents => ({
      from,
      counts: Object.fromEntries([...events].map(([nas, minutes]) => [nas, Object.fromEntries(minutes)])),
    }),
  };
}
