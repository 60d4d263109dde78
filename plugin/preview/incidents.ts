import { IncidentRegion } from '../src/forecast-panel/types';
import { DeviceAnswer, IncidentAnswer, SymptomAnswer } from './api';
import { Chart, isOfChart } from './charts';

/** Incidents as an operator asks for them. Each group keeps the order of the backend: whom it hurts most first. */
export interface IncidentGroups {
  /** What is broken now, or was until a moment ago. */
  broken: IncidentAnswer[];
  /** What will break, the soonest first. */
  coming: IncidentAnswer[];
  /** The newest end first. */
  ended: IncidentAnswer[];
}

export function groupIncidents(incidents: IncidentAnswer[]): IncidentGroups {
  const inPhase = (...phases: string[]) => incidents.filter(({ phase }) => phases.includes(phase));
  const soon = ({ expectedAt }: IncidentAnswer) => expectedAt ?? Number.MAX_SAFE_INTEGER;
  return {
    broken: inPhase('active', 'clearing'),
    coming: inPhase('predicted').sort((one, other) => soon(one) - soon(other)),
    ended: inPhase('cleared', 'expired').sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0)),
  };
}

/** Incidents and their symptoms, one after the other. */
export function withSymptoms(incidents: IncidentAnswer[]): SymptomAnswer[] {
  return incidents.flatMap((incident) => [incident, ...incident.symptoms]);
}

/** The device an incident is about; that of its NAS when it names none. */
export function deviceOf({ resource }: SymptomAnswer, devices: DeviceAnswer[]): DeviceAnswer | undefined {
  return devices.find(({ id, nas }) =>
    resource.device === undefined ? resource.nas !== undefined && nas.includes(resource.nas) : id === resource.device
  );
}

/** True when an incident shows in a chart of a device: in its own series, or in all of them when it stops the device. */
export function touches(incident: SymptomAnswer, chart: Chart, device: DeviceAnswer): boolean {
  if (isOfChart(incident.series, chart)) {
    return true;
  }
  const { resource, kind } = incident;
  return (
    (kind === 'device-down' && resource.device === device.id) ||
    (kind === 'session-drop' && resource.nas !== undefined && device.nas.includes(resource.nas))
  );
}

/** How an incident is marked in a chart; undefined when it is nowhere in time, as a prediction that did not come true. */
export function regionOf(incident: SymptomAnswer, title: string): IncidentRegion | undefined {
  const { phase, severity, activeAt, endedAt, expectedAt } = incident;
  const from = phase === 'predicted' ? expectedAt : activeAt;
  return from === null ? undefined : { from, to: endedAt, title, severity, phase };
}

/** The threshold in the unit of a chart; undefined when it has none there. */
export function thresholdIn(incident: SymptomAnswer, chart: Chart, unit: string): number | undefined {
  const { threshold } = incident;
  if (threshold === null || !isOfChart(incident.series, chart)) {
    return undefined;
  }
  if (incident.unit === unit) {
    return threshold;
  }
  return incident.unit === 'percent' && unit === 'bits/s' && chart.speed !== null
    ? (threshold / 100) * chart.speed
    : undefined;
}
