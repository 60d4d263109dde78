import { DataFrame } from '@grafana/data';

import { Phase, Severity } from '../incidents/words';
import { Incident, OperatorState } from './types';

/** True for a table of incidents, as the Presage data source makes it. */
export const isIncidentFrame = ({ fields }: DataFrame) =>
  ['id', 'kind', 'phase', 'severity'].every((name) => fields.some((field) => field.name === name));

/** The incidents of several tables, each once. */
export function readIncidents(frames: DataFrame[]): Incident[] {
  const incidents = frames.filter(isIncidentFrame).flatMap(readFrame);
  return [...new Map(incidents.map((incident) => [incident.id, incident])).values()];
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
    place: ['device', 'component', 'nas', 'qualifier']
      .map((name) => text(name, row))
      .filter(Boolean)
      .join(' · '),
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
