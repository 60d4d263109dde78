import { DataFrame } from '@grafana/data';

import { Phase, Severity } from '../incidents/words';
import { hrefOf } from './links';
import { Incident, OperatorState } from './types';

/** What of a device is meant. */
const PARTS = ['component', 'nas', 'qualifier'];

/** True for a table of incidents, as the Presage data source makes it. */
export const isIncidentFrame = ({ fields }: DataFrame) =>
  ['id', 'kind', 'phase', 'severity'].every((name) => fields.some((field) => field.name === name));

/** The incidents of several tables, each once. */
export function readIncidents(frames: DataFrame[]): Incident[] {
  const incidents = frames.filter(isIncidentFrame).flatMap(readFrame);
  return [...new Map(incidents.map((incident) => [incident.id, incident])).values()];
}

/** The backend's time when it answered, epoch milliseconds; undefined when the frames do not tell it. */
export function answeredAt(frames: DataFrame[]): number | undefined {
  const times: unknown[] = frames.filter(isIncidentFrame).map(({ meta }) => meta?.custom?.now);
  return times.find((time) => typeof time === 'number');
}

function readFrame(frame: DataFrame): Incident[] {
  const columns = new Map(frame.fields.map(({ name, values }) => [name, values]));
  const text = (name: string, row: number): string => String(columns.get(name)?.[row] ?? '');
  const number = (name: string, row: number): number | null => columns.get(name)?.[row] ?? null;
  return Array.from({ length: frame.length }, (_, row) => ({
    id: text('id', row),
    kind: text('kind', row),
    title: text('title', row) || text('kind', row),
    phase: text('phase', row) as Phase,
    severity: text('severity', row) as Severity,
    place: [text('deviceName', row) || text('device', row), ...PARTS.map((name) => text(name, row))]
      .filter(Boolean)
      .join(' · '),
    device: text('device', row),
    value: number('value', row),
    threshold: number('threshold', row),
    unit: text('unit', row),
    href: hrefOf(frame, 'title', row, 'incidents', text('id', row)),
    deviceHref: hrefOf(frame, 'deviceName', row, 'devices', text('device', row)),
    since: number('since', row),
    expectedAt: number('expectedAt', row),
    endedAt: number('endedAt', row),
    changedAt: number('changedAt', row) ?? 0,
    affected: number('affected', row),
    probability: number('probability', row),
    operator: (text('operator', row) || 'none') as OperatorState,
    operatorBy: text('operatorBy', row),
    cause: text('cause', row) || null,
  }));
}
