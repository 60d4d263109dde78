/** A known method of forecasting, against which ours is measured. It keeps nothing between two calls but its count. */
export interface Baseline {
  readonly name: string;
  /** How often its own forecast could not be used, so that the seasonal naive one was given in its place. */
  readonly fallbacks: number;
  /**
   * The values of the next `horizon` steps after the end of `history`, in its unit; NaN in `history` is a missing value.
   * `day` is the number of steps of a day. Always finite; zeros where the history is empty.
   */
  forecast(history: Float64Array, horizon: number, day: number): number[];
}

/** What a method makes of the values it is given: at least one, none of them missing, evenly spaced. */
export type Method = (values: Float64Array, horizon: number, day: number) => number[];
