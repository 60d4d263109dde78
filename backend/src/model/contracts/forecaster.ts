import type { Explanation } from '../explanation.ts';
import type { Forecast } from '../forecast.ts';
import type { Batch } from '../series.ts';

/** Learns series and forecasts them. Series are told apart by their key; each keeps its own state. */
export interface Forecaster {
  /**
   * Learns the samples in the order of their times and answers the forecasts made on the way, one for each sample from
   * which there was enough history, made from that sample and earlier ones only. A sample not newer than what its series
   * has already learnt is ignored, so a batch may safely be repeated. With `since` (epoch milliseconds UTC) only the
   * forecasts of that origin and later are answered: who catches up on weeks needs no more.
   */
  observe(batch: Batch, since?: number): Promise<Forecast[]>;
  /** All that was learnt, to go on from after a restart. */
  snapshot(): Promise<Uint8Array>;
  /** Goes on from a snapshot, whose bytes it may take over. Rejects with FORECAST_SNAPSHOT_UNREADABLE, unchanged, when it is damaged or of another version. */
  restore(bytes: Uint8Array): Promise<void>;
  /** What each known series still needs: hours of history missing before its first forecast, 0 when it has one. */
  learning(): Promise<ReadonlyMap<string, number>>;
  /**
   * Why the newest forecast of the series with a key says what it says of `lead`; undefined where there is no forecast, or
   * the method of its step does not tell.
   */
  explain(key: string, lead: number): Promise<Explanation | undefined>;
  /**
   * A forecast of the series with a key from the newest sample it has learnt, with so many leads: for seven days of steps of
   * an hour and longer, as many as always of shorter ones. It changes nothing, and begins as the newest forecast does.
   * Rejects with FORECAST_UNKNOWN_SERIES, FORECAST_LEARNING while history is missing, FORECAST_TOO_FAR.
   */
  forecast(key: string, leads: number): Promise<Forecast>;
  close(): Promise<void>;
}
