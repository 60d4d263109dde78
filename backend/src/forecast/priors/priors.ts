
type NetWeights = any;

/** What many series say about the regressions of the first leads: for each class of age and lead the Gram matrix and moment of a row. */
export interface RidgePrior {
  readonly name: string;
  readonly leads: number;
  /** Triangles of the Gram matrices, by class of age, then lead. */
  readonly gram: Float32Array;
  readonly moment: Float32Array;
}

/** All that was learnt of other series beforehand. */
export interface Priors {
  readonly net: NetWeights;
  /** Inverse of the Gram matrix of the last layer's features, its triangle. */
  readonly lastLayer: Float32Array;
  readonly ridges: readonly RidgePrior[];
  /** Mean absolute error of each expert by lead on young series, in units of the mean absolute difference to the day before. */
  readonly losses: Readonly<Record<string, Float32Array>>;
}
