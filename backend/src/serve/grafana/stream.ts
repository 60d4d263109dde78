import type { IncidentEvent } from '../../model/incident.ts';
import type { GrafanaDependencies } from './asking.ts';
import { type Frame, frameJson } from './frame.ts';

/** Tells every change of an incident from now on, as JSON frames; answers what ends it. */
export function streamIncidents(
  { listen, titleOf }: Pick<GrafanaDependencies, 'listen' | 'titleOf'>,
  write: (packet: ReturnType<typeof frameJson>) => void,
): () => void {
  // A frame without rows tells the subscriber of the fields before anything happens.
  write(frameJson(changesFrame([], titleOf)));
  return listen((events) => {
    if (events.length > 0) write(frameJson(changesFrame(events, titleOf)));
  });
}

function changesFrame(events: readonly IncidentEvent[], titleOf: (kind: string) => string): Frame {
  const text = (name: string, of: (event: IncidentEvent) => string | null) =>
    ({ name, type: 'string', values: events.map(of) }) as const;
  return {
    name: 'incidents',
    fields: [
      { name: 'time', type: 'time', values: events.map(({ time }) => time) },
      text('change', ({ type }) => type),
      text('id', ({ incident }) => incident.id),
      text('kind', ({ incident }) => incident.kind),
      text('title', ({ incident }) => titleOf(incident.kind)),
      text('severity', ({ incident }) => incident.severity),
      text('phase', ({ incident }) => incident.phase),
      text('device', ({ incident }) => incident.resource.device ?? null),
      text('nas', ({ incident }) => incident.resource.nas ?? null),
    ],
  };
}
