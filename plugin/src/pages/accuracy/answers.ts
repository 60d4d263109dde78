/** How good the forecasts of a series were, as the backend answers at api/v1/accuracy. */
export interface Accuracy {
  series: {
    key: string;
    measurement: string;
    tags: Record<string, string>;
    field: string;
    unit: string;
    /** Milliseconds. */
    step: number;
  };
  /** Steps ahead. */
  lead: 1 | 24;
  /** Hours of history missing until the forecasts can be trusted. */
  learning: number;
  count: number;
  mae: number | null;
  bias: number | null;
  mase: number | null;
  season: number | null;
  skill: number | null;
  coverage80: number | null;
  coverage95: number | null;
}

export interface AccuracyAnswer {
  accuracy: Accuracy[];
}
