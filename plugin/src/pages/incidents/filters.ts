import { Phase, PHASES, PresageQuery, State, STATES } from '../../datasource/types';

/** Which incidents are wanted; empty texts leave open. */
export interface Filters {
  state: State;
  kind: string;
  device: string;
  phase: Phase | '';
}

export const NO_FILTERS: Filters = { state: 'open', kind: '', device: '', phase: '' };

/** The parameters of the URL that hold the filters. */
export const FILTER_KEYS = ['state', 'kind', 'device', 'phase'];

type UrlValue = string | string[] | null | undefined;

/** The filters of a URL; what is not known in it is passed over. */
export function readFilters(url: Record<string, UrlValue>): Filters {
  const [state, kind, device, phase] = FILTER_KEYS.map((key) => [url[key] ?? ''].flat()[0] ?? '');
  return {
    state: STATES.find((one) => one === state) ?? NO_FILTERS.state,
    kind,
    device,
    phase: PHASES.find((one) => one === phase) ?? '',
  };
}

/** The filters as parameters of the URL; only those that differ from none. */
export function writeFilters({ state, kind, device, phase }: Filters): Record<string, string | undefined> {
  return {
    state: state === NO_FILTERS.state ? undefined : state,
    kind: kind || undefined,
    device: device || undefined,
    phase: phase || undefined,
  };
}

/** What the data source is asked. */
export function filterQuery({ state, kind, device, phase }: Filters): Omit<PresageQuery, 'refId' | 'kind'> {
  return {
    state,
    ...(kind === '' ? {} : { incidentKind: kind }),
    ...(device === '' ? {} : { device }),
    ...(phase === '' ? {} : { phase }),
  };
}
