import type { IncidentState, Incidents } from '../model/contracts/incidents.ts';
import { type Alarm, alarmKey, type Incident, type IncidentEvent, isOpen } from '../model/incident.ts';
import { MINUTE } from '../model/targets.ts';
import { causeOf } from './causes.ts';
import { type Change, ended, moved, opened } from './lifecycle.ts';
import { operated, woken } from './operator.ts';
import type { Topology } from './topology.ts';

/** How long a symptom stays one after its cause has ended, and at least how many poll periods: its device needs as long to be seen again. */
const GRACE = 3 * MINUTE;
const GRACE_PERIODS = 3;
/** How many poll periods an outage behind another device waits for news of that device. */
const HOLD_PERIODS = 2.5;

export interface IncidentsOptions {
  readonly state: IncidentState;
  readonly topology: Topology;
  /** The kind whose incidents explain everything behind their device. */
  readonly outage: string;
  /** When a device answered last, epoch milliseconds UTC. */
  readonly lastAnswer: (device: string) => number | undefined;
  /** A new ULID of a time. */
  readonly newId: (time: number) => string;
}

/**
 * Makes incidents of alarms: at most one open for each key, a prediction that comes true stays the same. An outage behind
 * another device is held back until that device has answered since or is known to be down too, so that one outage is one
 * incident with symptoms and not a storm.
 */
export function createIncidents(options: IncidentsOptions): Incidents {
  const { state, topology, outage, lastAnswer, newId } = options;
  const kept = () => state.list({ open: true }, Number.MAX_SAFE_INTEGER).map((one) => [alarmKey(one), one] as const);
  let open = new Map(kept());
  /** Those that ended a short while ago, by id. */
  const recent = new Map<string, Incident>();
  /** Outages that wait, with the time they began to. */
  const held = new Map<string, { alarm: Alarm; from: number }>();

  const outageOf = (device: string): Incident | undefined => {
    const known = open.get(alarmKey({ kind: outage, resource: { device }, qualifier: '' }));
    return known?.phase === 'active' || known?.phase === 'clearing' ? known : undefined;
  };
  const affectedBy = ({ resource, expected, value, severity }: Alarm): number | null => {
    // By definition (ITU-T X.733) what is minor does not affect the service.
    if (severity === 'minor') return 0;
    if (resource.nas !== undefined && expected !== null && value !== null) {
      return Math.max(0, Math.round(expected - value));
    }
    const device = topology.deviceOf(resource);
    return device === undefined ? null : topology.subscribers(device);
  };

  /** True while nobody can know whether an outage has its cause in the device before it. */
  const mustWait = (alarm: Alarm, from: number, now: number): boolean => {
    const device = alarm.resource.device;
    const parent = device === undefined ? undefined : topology.parent(device);
    if (alarm.kind !== outage || alarm.condition !== 'active' || parent === undefined) return false;
    if (outageOf(parent) || !topology.has(parent)) return false;
    const period = Math.max(topology.pollPeriod(parent), topology.pollPeriod(device!));
    // Samples are named by the minute in which they were taken.
    const answeredSince = (lastAnswer(parent) ?? 0) >= alarm.since + period;
    return !answeredSince && now - from < HOLD_PERIODS * period;
  };

  const changeOf = (alarm: Alarm): Change | undefined => {
    const known = open.get(alarmKey(alarm));
    if (known) return moved(known, alarm, affectedBy(alarm));
    return opened(alarm, newId(alarm.time), affectedBy(alarm));
  };
  const apply = (change: Change | undefined): Change[] => {
    if (!change) return [];
    const key = alarmKey(change.incident);
    if (isOpen(change.incident.phase)) open.set(key, change.incident);
    else {
      open.delete(key);
      recent.set(change.incident.id, change.incident);
    }
    return [change];
  };

  const endedLately = (cause: Incident | undefined, now: number, period = 0): boolean =>
    cause !== undefined && cause.endedAt !== null && now - cause.endedAt < Math.max(GRACE, GRACE_PERIODS * period);
  /** True while what explained a symptom is on its way out: of devices one behind another the nearest may be seen again first. */
  const isEnding = (id: string, symptom: Incident, now: number): boolean => {
    const cause = [...open.values()].find((one) => one.id === id) ?? recent.get(id) ?? state.get(id);
    const device = topology.deviceOf(symptom.resource);
    return (
      cause?.phase === 'clearing' || endedLately(cause, now, device === undefined ? 0 : topology.pollPeriod(device))
    );
  };

  /** Finds what explains what: outages begin and end. */
  const explain = (now: number): Change[] =>
    [...open.values()].flatMap((incident) => {
      const found = causeOf(incident, outageOf, topology);
      const cause = found?.id ?? null;
      if (cause === incident.cause) return [];
      const isLess = found === undefined || found.cause === incident.cause;
      if (incident.cause !== null && isLess && isEnding(incident.cause, incident, now)) return [];
      return apply({
        type: cause === null ? 'unexplained' : 'explained',
        incident: { ...incident, cause, changedAt: now },
      });
    });

  /** Those that were held back and need not wait any more, those first that may explain others. */
  const released = (now: number): Change[] => {
    const changes: Change[] = [];
    for (let found = true; found; ) {
      const ready = [...held].find(([, { alarm, from }]) => !mustWait(alarm, from, now));
      found = ready !== undefined;
      if (!ready) break;
      held.delete(ready[0]);
      changes.push(...apply(changeOf(ready[1].alarm)));
    }
    return changes;
  };

  const wake = (now: number): Change[] => [...open.values()].flatMap((incident) => apply(woken(incident, now)));

  const settle = (changes: readonly Change[], now: number): IncidentEvent[] => {
    const all = [...changes, ...released(now), ...explain(now), ...wake(now)];
    for (const [id, one] of recent) if (!endedLately(one, now)) recent.delete(id);
    try {
      return state.commit(all.map(({ type, incident }) => ({ time: now, type, incident })));
    } catch (error) {
      // What could not be kept has not happened: the next alarm makes it anew.
      open = new Map(kept());
      throw error;
    }
  };

  return {
    operate(id, action, by, now) {
      const incident = [...open.values()].find((one) => one.id === id) ?? state.get(id);
      if (!incident) return [];
      const change = operated(incident, action, by, now);
      // What is over may share its key with one that is open.
      return settle(isOpen(incident.phase) ? apply(change) : [change], now);
    },
    take(alarms, now) {
      const changes = alarms.flatMap((alarm) => {
        const key = alarmKey(alarm);
        const from = held.get(key)?.from ?? now;
        held.delete(key);
        if (open.get(key)?.phase !== 'active' && mustWait(alarm, from, now)) {
          held.set(key, { alarm, from });
          return [];
        }
        return apply(changeOf(alarm));
      });
      return settle(changes, now);
    },
    forget(known, now) {
      const gone = [...open.values()].filter(({ resource }) => !known(resource));
      return settle(
        gone.flatMap((incident) => apply(ended(incident, now))),
        now,
      );
    },
  };
}
