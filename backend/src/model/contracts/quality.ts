import type { Forecast } from '../forecast.ts';
import type { Batch } from '../series.ts';

/** Compares forecasts with what came true of them. */
export interface ForecastQuality {
  /**
   * Takes samples, each series in the order of its times, and the forecasts made from them in the order of their origins.
   * Answers what is new to be told, as samples of accuracySeries and qualitySeries. Samples not newer than what is known of
   * their series are ignored.
   */
  observe(batch: Batch, forecasts: readonly Forecast[]): Batch;
  /** All that is known, to go on from after a restart. */
  snapshot(): Uint8Array;
  /** Goes on from a snapshot. Throws FORECAST_SNAPSHOT_UNREADABLE, unchanged, when it is damaged or of another version. */
  restore(bytes: Uint8Array): void;
}
