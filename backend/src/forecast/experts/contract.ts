import type { Layout, Memory } from '../ensemble/layout.ts';
import type { View } from '../ensemble/view.ts';
import type { Priors } from '../priors/priors.ts';

/**
 * One way to forecast, for all series: what it learns of a series lies in that series' memory, at places it has taken of
 * the layout. All values are in the experts' space. For each newest value `learn` is called first, where the value was
 * known, then `forecast`, then `keep`.
 */
export interface Expert {
  readonly name: string;
  /** The last lead it says something of. */
  readonly reach: number;
  /** True where it says the same of a step from every origin. */
  readonly steady?: true;
  /** Of an expert that forecasts by a season it finds: the steps of that of this series; while they are 0 it says nothing. */
  season?(memory: Memory): number;
  /** Learns the newest value of the view. */
  learn?(view: View, memory: Memory): void;
  /** Fills `out[lead - 1]` for leads 1 … reach with what it expects. Changes nothing, so it may be asked of imagined values. */
  forecast(view: View, memory: Memory, out: Float64Array): void;
  /** Keeps what it needs of this origin when its leads come. */
  keep?(view: View, memory: Memory): void;
  /** Prepares the memory of a new series. */
  start?(memory: Memory): void;
}

/** What an expert is made for. */
export interface Setting {
  readonly layout: Layout;
  /** Steps of a day; a week is seven. */
  readonly day: number;
  /** Leads to forecast, a day at most. */
  readonly horizon: number;
  /** Number of values after which the first forecast is made. */
  readonly first: number;
  /** What was learnt of other series; absent for steps for which there is none. */
  readonly priors: Priors | undefined;
}

/** The experts of one kind, none where it has no use for the setting. */
export type ExpertKind = (setting: Setting) => readonly Expert[];
