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
  /**
   * All that was learnt, to go on from after a restart: parts that make one snapshot, one after another. Nothing may be
   * observed before the last one.
   */
  snapshot(): AsyncIterable<Uint8Array>;
  /**
   * Goes on from a snapshot, whose bytes it may take over. Rejects with FORECAST_SNAPSHOT_UNREADABLE, unchanged, when it is
   * damaged, of another version, or of another zone.
   */
  restore(bytes: Uint8Array): Promise<void>;
  /**
   * What each known series still needs: hours of history missing before its intervals can be trusted, 0 when they can. Until
   * then it has no forecast, or forecasts that say `learning`.
   */
  learning(): Promise<ReadonlyMap<string, number>>;
  /**
   * Why the newest forecast of the series with a key says what it says of `lead`; undefined where there is none of that lead.
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

/** What came of samples. */
export interface Observed {
  readonly forecasts: readonly Forecast[];
  /** What is new to be told of the quality of earlier forecasts, as samples of accuracySeries and qualitySeries. */
  readonly quality: Batch;
}

/** A forecaster that compares its forecasts with what comes true of them, and answers both. */
export interface JudgedForecaster extends Omit<Forecaster, 'observe'> {
  /** As a forecaster observes. Calls are answered in their order. */
  observe(batch: Batch, since?: number): Promise<Observed>;
}
