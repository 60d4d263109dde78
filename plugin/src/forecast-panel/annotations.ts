import { DataFrame } from '@grafana/data';

import { IncidentRegion } from './types';

/** Annotations of the dashboard as regions; those of incidents that the data mark already are left out. */
export function annotationRegions(
  frames: readonly DataFrame[] | undefined,
  marked: readonly IncidentRegion[]
): IncidentRegion[] {
  const seen = new Set(marked.map(({ id }) => id));
  return (frames ?? []).flatMap((frame) => {
    const column = (name: string) => frame.fields.find((field) => field.name.toLowerCase() === name)?.values;
    const [times, ends, titles, texts, ids, colors] = ['time', 'timeend', 'title', 'text', 'id', 'color'].map(column);
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
      regions.push({
        from,
        to: typeof end === 'number' && end >= from ? end : from,
        title: plain(titles?.[row] || texts?.[row] || ''),
        severity: '',
        phase: 'annotation',
        ...(colors?.[row] ? { color: String(colors[row]) } : {}),
      });
    }
    return regions;
  });
}

/** Texts of annotations may be HTML. */
function plain(text: unknown): string {
  return (new DOMParser().parseFromString(String(text), 'text/html').body.textContent ?? '').trim();
}
