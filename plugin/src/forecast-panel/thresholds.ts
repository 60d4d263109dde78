import { Field, ThresholdsMode } from '@grafana/data';

/** A value that matters, and what its line is drawn with; without a colour that of a broken network. */
export interface Threshold {
  value: number;
  color?: string;
}

/** The thresholds of a chart: that of its data, and those of the field configuration, each value once. */
export function thresholdsOf(ofData: number | undefined, field: Field | undefined): Threshold[] {
  const found: Threshold[] = ofData === undefined ? [] : [{ value: ofData }];
  const { thresholds, min, max } = field?.config ?? {};
  for (const { value, color } of thresholds?.steps ?? []) {
    const absolute = thresholds?.mode === ThresholdsMode.Percentage ? shareOf(value, min, max) : value;
    // The first step is the colour of all that lies below the others.
    if (absolute !== undefined && Number.isFinite(absolute) && found.every((one) => one.value !== absolute)) {
      found.push({ value: absolute, color });
    }
  }
  return found;
}

/** A percentage means nothing without both ends. */
function shareOf(percent: number, min: number | null | undefined, max: number | null | undefined) {
  return min == null || max == null ? undefined : min + ((max - min) * percent) / 100;
}
