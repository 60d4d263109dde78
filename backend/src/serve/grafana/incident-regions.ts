import type { TimeRange } from '../../model/contracts/store.ts';
import type { Series } from '../../model/series.ts';
import { keyWithoutStep } from '../rest/forecasts.ts';
import type { GrafanaDependencies } from './asking.ts';
import { beginOf } from './incident-frames.ts';

/** The most incidents looked at, and the most marked in one series. */
const MOST = 1000;
const MOST_MARKED = 50;

/** The incidents seen in a series, as the forecast panel marks them. A prediction that did not come true is nowhere. */
export function incidentRegions(
  { from }: TimeRange,
  { incidents, titleOf }: Pick<GrafanaDependencies, 'incidents' | 'titleOf'>,
) {
  const known = incidents.list({ from }, MOST).filter(({ phase }) => phase !== 'expired');
  const bySeries = Map.groupBy(known, ({ series }) => keyWithoutStep(series));
  return (series: Series) =>
    (bySeries.get(keyWithoutStep(series)) ?? []).slice(0, MOST_MARKED).map((incident) => ({
      id: incident.id,
      from: beginOf(incident),
      to: incident.endedAt,
      title: titleOf(incident.kind),
      severity: incident.severity,
      phase: incident.phase,
    }));
}
