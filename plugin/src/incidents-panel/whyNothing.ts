import { LoadingState, PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';

import { isIncidentFrame } from './readIncidents';

type Answered = Pick<PanelData, 'series' | 'state' | 'errors'>;

/** Why the query failed, in words; undefined when it did not. */
export function failureOf({ state, errors }: Pick<Answered, 'state' | 'errors'>): string | undefined {
  const failure = errors?.[0];
  return state === LoadingState.Error || failure
    ? (failure?.message ?? failure?.data?.message ?? t('incidents.state.failed', 'The query failed'))
    : undefined;
}

/** Why there is no table of incidents, so that nothing is known of them; undefined when there is one. */
export function whyNothing(data: Answered): string | undefined {
  if (data.series.some(isIncidentFrame)) {
    return undefined;
  }
  const isComing = data.state === LoadingState.Loading || data.state === LoadingState.NotStarted;
  return (
    failureOf(data) ??
    (isComing && data.series.length === 0
      ? t('incidents.state.loading', 'Loading the incidents …')
      : t('incidents.state.unknown', 'These data are no table of incidents: use a Presage query of incidents'))
  );
}
