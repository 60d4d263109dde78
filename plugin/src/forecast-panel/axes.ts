import { ValueAxis } from './plotConfig';
import { ChartSeries } from './chartSeries';
import { Threshold } from './thresholds';

/** The value axes of a chart: one for each unit, in the order of the series; and which axis each series has. */
export function valueAxes(
  series: readonly ChartSeries[],
  thresholds: readonly Threshold[],
  includeZero: boolean
): { axes: ValueAxis[]; axisOf: number[] } {
  const units = [...new Set(series.map(({ field }) => field?.config.unit ?? ''))];
  const axisOf = series.map(({ field }) => units.indexOf(field?.config.unit ?? ''));
  const values = thresholds.map(({ value }) => value);
  const axes = units.map((_, axis): ValueAxis => {
    const { min, max, decimals } = series[axisOf.indexOf(axis)].field?.config ?? {};
    const ends = { min, max, decimals };
    // Thresholds belong to the first series.
    const reached = axis === 0 ? values : [];
    const lowest = Math.min(...(includeZero ? [0] : []), ...reached);
    return {
      ...ends,
      ...(Number.isFinite(lowest) ? { softMin: lowest } : {}),
      ...(reached.length > 0 ? { softMax: Math.max(...reached) } : {}),
    };
  });
  return { axes, axisOf };
}
