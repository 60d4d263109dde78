import { DataFrame } from '@grafana/data';

import { IncidentRegion } from './types';

const SEVERITIES = ['critical', 'major', 'minor', 'warning'];
const PHASES = ['predicted', 'active', 'clearing', 'cleared', 'expired'];

/** Annotations of the dashboard as regions; those of incidents that the data mark already are left out. */
export function annotationRegions(
  frames: readonly DataFrame[] | undefined,
  marked: readonly IncidentRegion[]
): IncidentRegion[] {
  const seen = new Set(marked.map(({ id }) => id));
  return (frames ?? []).flatMap((frame) => {
    const column = (name: string) => frame.fields.find((field) => field.name.toLowerCase() === name)?.values;
    const [times, ends, titles, texts, ids] = ['time', 'timeend', 'title', 'text', 'id'].map(column);
    const [tags, colors] = ['tags', 'color'].map(column);
    const regions: IncidentRegion[] = [];
    for (let row = 0; row < (times?.length ?? 0); row++) {
      const [from, id] = [times?.[row], ids?.[row] == null ? undefined : String(ids[row])];
      if (typeof from !== 'number' || (id !== undefined && seen.has(id))) {
        continue;
      }
      if (id !== undefined) {
        seen.add(id);
      }
      const end = ends?.[row];
      const title = plain(titles?.[row] || texts?.[row] || '');
      const to = typeof end === 'number' && end >= from ? end : from;
      const incident = incidentOf(tags?.[row]);
      const color = colors?.[row] ? { color: String(colors[row]) } : {};
      regions.push(
        incident
          ? {
              ...(id === undefined ? {} : { id }),
              from,
              title,
              ...incident,
              to: incident.phase === 'predicted' ? null : to,
            }
          : { from, to, title, severity: '', phase: 'annotation', ...color }
      );
    }
    return regions;
  });
}

/** What the tags say of an incident, where the annotation is one of ours: they hold its severity and its phase. */
function incidentOf(tags: unknown): Pick<IncidentRegion, 'severity' | 'phase'> | undefined {
  const words: unknown[] = Array.isArray(tags) ? tags : String(tags ?? '').split(',');
  const [severity, phase] = [SEVERITIES, PHASES].map((known) => known.find((word) => words.includes(word)));
  return severity && phase ? { severity, phase: phase as IncidentRegion['phase'] } : undefined;
}

/** Texts of annotations may be HTML. */
function plain(text: unknown): string {
  return (new DOMParser().parseFromString(String(text), 'text/html').body.textContent ?? '').trim();
}
