import { Range } from './range';
import { IncidentRegion } from './types';

/** What the hooks of a plot read each time it is drawn; the plot itself lives longer than one set of data. */
export interface PlotState {
  range: Range;
  now: number;
  incidents: readonly IncidentRegion[];
}

/** A holder of the newest state for one plot. */
export function plotStateHolder(): { get: () => PlotState; set: (state: PlotState) => void } {
  let current: PlotState = { range: [0, 1], now: 0, incidents: [] };
  return {
    get: () => current,
    set: (state) => {
      current = state;
    },
  };
}
