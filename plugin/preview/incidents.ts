import { IncidentRegion } from '../src/forecast-panel/types';
import { DeviceAnswer, IncidentAnswer, SymptomAnswer } from './api';
import { Chart, isOfChart } from './charts';

/** Incidents as an operator asks for them, without those that were put out of sight. Each group keeps the order of the backend: whom it hurts most first. */
export interface IncidentGroups {
  /** What is broken now, or was until a moment ago. */
  broken: IncidentAnswer[];
  /** What will break, the soonest first. */
  coming: IncidentAnswer[];
  /** The newest end first. */
  ended: IncidentAnswer[];
}

export function groupIncidents(incidents: IncidentAnswer[]): IncidentGroups {
  const inSight = incidents.filter(({ operator }) => operator.state === 'none' || operator.state === 'acknowledged');
  const inGroup = (group: keyof IncidentGroups) => inSight.filter((incident) => groupOf(incident) === group);
  const soon = ({ expectedAt }: IncidentAnswer) => expectedAt ?? Number.MAX_SAFE_INTEGER;
  const end = ({ endedAt }: IncidentAnswer) => endedAt ?? 0;
  return {
    broken: inGroup('broken'),
    coming: inGroup('coming').sort((one, other) => soon(one) - soon(other)),
    ended: inGroup('ended').sort((one, other) => end(other) - end(one)),
  };
}

/** Where an incident stands with its symptoms: where the most urgent of them belongs, even when it is over itself. */
function groupOf(incident: IncidentAnswer): keyof IncidentGroups {
  const phases = new Set(withSymptoms([incident]).map(({ phase }) => phase));
  if (phases.has('active') || phases.has('clearing')) {
    return 'broken';
  }
  return phases.has('predicted') ? 'coming' : 'ended';
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

/** The threshold, when it lies in the series of a chart. */
export function thresholdIn({ series, threshold }: SymptomAnswer, chart: Chart): number | undefined {
  return isOfChart(series, chart) ? threshold : undefined;
}
