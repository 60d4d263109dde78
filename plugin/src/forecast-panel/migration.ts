import type { PanelModel } from '@grafana/data';

import { DEFAULT_OPTIONS, Options } from './types';

/** The options as the first version of the panel had them. */
interface FirstOptions {
  showLegend?: boolean;
}

type Stored = Partial<Options> & FirstOptions;

/** Options of any version as they are now, with the default of each that is not stored. */
export function completeOptions(stored: Stored | undefined): Options {
  const { showLegend, ...rest } = stored ?? {};
  const legend = rest.legend ?? (showLegend === false ? 'hidden' : DEFAULT_OPTIONS.legend);
  return { ...DEFAULT_OPTIONS, ...rest, version: DEFAULT_OPTIONS.version, legend };
}

/** Brings a panel that was stored by an earlier version up to date. */
export function migrateOptions(panel: PanelModel<Stored>): Partial<Options> {
  return completeOptions(panel.options);
}
