import { Field } from '@grafana/data';

import { CrossingMark } from './lines';
import { Range } from './range';
import { Threshold } from './thresholds';
import { IncidentRegion } from './types';

/** What the hooks of a plot read each time it is drawn; the plot itself lives longer than one set of data. */
export interface PlotState {
  range: Range;
  now: number;
  regions: readonly IncidentRegion[];
  thresholds: readonly Threshold[];
  crossing: CrossingMark | undefined;
  /** Formats the values of each axis. */
  fields: ReadonlyArray<Field | undefined>;
  /** Called with the incident whose region was clicked. */
  onOpen: (region: IncidentRegion) => void;
}

/** A holder of the newest state for one plot. */
export function plotStateHolder(): { get: () => PlotState; set: (state: PlotState) => void } {
  let current: PlotState = {
    ...{ range: [0, 1], now: 0, regions: [], thresholds: [], crossing: undefined, fields: [] },
    onOpen: () => {},
  };
  return {
    get: () => current,
    set: (state) => {
      current = state;
    },
  };
}
