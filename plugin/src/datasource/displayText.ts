import { t } from '@grafana/i18n';

import { isOfSeries } from './interpolation';
import { Kind, PresageQuery } from './types';

/** A kind of query, as people call it. */
export function kindName(kind: Kind): string {
  switch (kind) {
    case 'realAndPredicted':
      return t('datasource.kind.real-and-predicted', 'Real and predicted');
    case 'series':
      return t('datasource.kind.series', 'Series');
    case 'forecast':
      return t('datasource.kind.forecast', 'Forecast');
    case 'incidents':
      return t('datasource.kind.incidents', 'Incidents');
    case 'devices':
      return t('datasource.kind.devices', 'Devices');
    case 'topology':
      return t('datasource.kind.topology', 'Topology');
    case 'accuracy':
      return t('datasource.kind.accuracy', 'Forecast accuracy');
    case 'status':
      return t('datasource.kind.status', 'Presage itself');
  }
}

/** A query in one line, as the history of Explore and collapsed rows show it. */
export function displayText(query: PresageQuery): string {
  const {
    kind = 'realAndPredicted',
    measurement,
    field,
    tags,
    exclude,
    threshold,
    direction,
    incidentKind,
    device,
    phase,
    state,
  } = query;
  const parts = isOfSeries(query)
    ? [
        measurement,
        field,
        ...Object.entries(tags ?? {}).map(([name, value]) => `${name}=${[value].flat().join('|')}`),
        ...Object.entries(exclude ?? {}).map(([name, value]) => `${name}!=${[value].flat().join('|')}`),
        threshold === undefined ? undefined : `${direction === 'below' ? '<' : '>'} ${threshold}`,
      ]
    : [
        incidentKind,
        device,
        phase,
        kind === 'incidents' && state === 'all' ? t('datasource.state.all', 'All') : undefined,
      ];
  const said = parts.filter(Boolean).join(' ');
  return said === '' ? kindName(kind) : `${kindName(kind)}: ${said}`;
}
