import { ChartSeries } from './chartSeries';
import { Crossing, expectedCrossing, firstCrossing } from './crossing';
import { Threshold } from './thresholds';

/** What a series is expected to pass first. Its data say the probability of their own threshold only. */
export function expectedOf(
  { data, now, threshold }: ChartSeries,
  thresholds: readonly Threshold[]
): Crossing | undefined {
  return firstCrossing(
    thresholds.map(({ value }) => expectedCrossing(data, now, value, value === threshold ? data.breach : undefined))
  );
}
