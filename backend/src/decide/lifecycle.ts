import { type Alarm, type EventType, type Incident, UNTOUCHED } from '../model/incident.ts';

/** A change that is not numbered yet. */
export interface Change {
  readonly type: EventType;
  readonly incident: Incident;
}

/** The incident that an alarm opens; undefined for one that says that nothing is wrong. */
export function opened(alarm: Alarm, id: string, affected: number | null): Change | undefined {
  const { kind, resource, qualifier, condition, since, time } = alarm;
  if (condition === 'clear' || condition === 'clearing') return undefined;
  const incident: Incident = {
    ...{ id, kind, resource, qualifier, phase: condition, ...evidence(alarm), worst: alarm.value, affected },
    predictedAt: condition === 'predicted' ? time : null,
    activeAt: condition === 'active' ? since : null,
    changedAt: time,
    endedAt: null,
    cause: null,
    ...UNTOUCHED,
  };
  return { type: condition, incident };
}

/** What an alarm makes of an open incident; undefined when it changes nothing. */
export function moved(incident: Incident, alarm: Alarm, affected: number | null): Change | undefined {
  const changed = { ...incident, changedAt: alarm.time };
  const measured = {
    ...changed,
    ...evidence(alarm),
    worst: worse(incident, alarm),
    affected: most(incident, affected),
  };
  switch (alarm.condition) {
    case 'predicted':
      // What has been measured is beyond prediction.
      return incident.phase === 'predicted' ? { type: 'updated', incident: measured } : undefined;
    case 'active':
      if (incident.phase === 'active') return { type: 'updated', incident: measured };
      return {
        type: 'active',
        incident: { ...measured, ...seen(incident), phase: 'active', activeAt: incident.activeAt ?? alarm.since },
      };
    case 'clearing':
      if (incident.phase !== 'active') return undefined;
      return { type: 'clearing', incident: { ...changed, phase: 'clearing', value: alarm.value } };
    case 'clear':
      return ended(incident, alarm.time, alarm.value);
  }
}

/** The end of an incident: cleared when it was real, expired when it was only predicted. */
export function ended(incident: Incident, time: number, value: number | null = incident.value): Change {
  const phase = incident.phase === 'predicted' ? 'expired' : 'cleared';
  return { type: phase, incident: { ...incident, phase, value, changedAt: time, endedAt: time } };
}

/** The alarm that an open incident goes back to, so that the detection can go on with it. */
export function alarmOf(incident: Incident): Alarm {
  const { kind, resource, qualifier, severity, series, unit, value, threshold, expected, probability, expectedAt } =
    incident;
  const { phase, activeAt, predictedAt, changedAt } = incident;
  const condition = phase === 'cleared' || phase === 'expired' ? 'clear' : phase;
  return {
    ...{ kind, resource, qualifier, severity, series, unit, value, threshold, expected, probability, expectedAt },
    condition,
    since: activeAt ?? predictedAt ?? changedAt,
    time: changedAt,
  };
}

/** Closing a prediction says that it will not happen: when it does, it is seen again. */
function seen({ phase, operator }: Incident): Partial<Incident> {
  return phase === 'predicted' && operator.state === 'closed' ? { operator: UNTOUCHED.operator } : {};
}

function evidence({ severity, series, unit, value, threshold, expected, probability, expectedAt }: Alarm) {
  return { severity, series, unit, value, threshold, expected, probability, expectedAt };
}

/** The value furthest beyond the threshold, or from what was expected; before it is measured, the newest. */
function worse({ phase, worst }: Incident, { value, threshold, expected }: Alarm): number | null {
  if (phase === 'predicted' || worst === null || value === null) return value ?? worst;
  if (expected !== null) return Math.abs(value - expected) > Math.abs(worst - expected) ? value : worst;
  return worst < threshold ? Math.min(worst, value) : Math.max(worst, value);
}

const most = ({ affected }: Incident, now: number | null) =>
  affected === null || now === null ? (now ?? affected) : Math.max(affected, now);
