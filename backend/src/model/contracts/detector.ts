import type { Forecast } from '../forecast.ts';
import type { Alarm, Resource } from '../incident.ts';
import type { Batch } from '../series.ts';

/** Sees what is wrong, and what will be. Answers only alarms that are new or have changed. */
export interface Detector {
  /** Looks at samples that were measured, in the order of their times. */
  observe(batch: Batch): Alarm[];
  /** Looks at new forecasts. */
  foresee(forecasts: readonly Forecast[]): Alarm[];
  /** Lets time pass, so that silence is seen. */
  tick(now: number): Alarm[];
  /**
   * Goes on with alarms that were open when the program ended, and remembers those that had ended before (`clear`), so that
   * a forecast which only repeats them is known for what it is.
   */
  restore(alarms: readonly Alarm[]): void;
  /** Looks no more at resources, until there are new samples of them: then with the limits that hold by then. */
  forget(isGone: (resource: Resource) => boolean): void;
}
