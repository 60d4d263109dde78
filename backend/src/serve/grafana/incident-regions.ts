import type { TimeRange } from '../../model/contracts/store.ts';
import type { Series } from '../../model/series.ts';
import type { GrafanaDependencies } from './asking.ts';
import { beginOf } from './incident-frames.ts';
import { keyWithoutStep } from './select-series.ts';

const MOST = 50;

/** The incidents seen in a series, as the forecast panel marks them. A prediction that did not come true is nowhere. */
export function incidentRegions(
  series: Series,
  range: TimeRange,
  { incidents, titleOf }: Pick<GrafanaDependencies, 'incidents' | 'titleOf'>,
) {
  const { device } = series.tags;
  const key = keyWithoutStep(series);
  return incidents
    .list({ ...range, to: Number.MAX_SAFE_INTEGER, ...(device === undefined ? {} : { device }) }, 1000)
    .filter((incident) => incident.phase !== 'expired' && keyWithoutStep(incident.series) === key)
    .slice(0, MOST)
    .map((incident) => ({
      from: beginOf(incident),
      to: incident.endedAt,
      title: titleOf(incident.kind),
      severity: incident.severity,
      phase: incident.phase,
    }));
}
