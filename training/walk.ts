import { createLayout } from '../backend/src/forecast/ensemble/layout.ts';
import { createSpace } from '../backend/src/forecast/ensemble/space.ts';
import { createHistory, createView, type View } from '../backend/src/forecast/ensemble/view.ts';
import type { Series } from '../backend/src/model/series.ts';
import type { Segment } from './segments.ts';

const DAY = 24;
const SERIES = { lowerBound: 0 } as Series;

/** Where a walk stands: the view of an hour of the segment, and its values in the experts' space. */
export interface Place {
  readonly view: View;
  /** Index of the newest value. */
  readonly index: number;
  /** All values of the segment in the experts' space. */
  readonly inner: Float64Array;
  /** Mean absolute difference to the day before in the unit of the series, and e to the reference of the logarithms. */
  readonly change: number;
  readonly unit: number;
}

/** Walks along an hourly segment as the service would: `visit` is called from value `first` on. */
export function walk(
  segment: Segment,
  { horizon, first }: { horizon: number; first: number },
  visit: (place: Place) => void,
) {
  const layout = createLayout();
  const space = createSpace(layout);
  const history = createHistory(layout, DAY, horizon, first);
  const memory = new Float32Array(layout.size);
  space.start(memory, SERIES, Array.from(segment.values.subarray(0, first)));
  const inner = segment.values.map((value) => space.toExperts(memory, value));
  const view = createView(horizon);
  // The logarithm of a value is its place in the experts' space and that of 1.
  const unit = segment.values.find((value) => value > 0);
  const reference = unit === undefined ? 0 : Math.log(unit) - space.toExperts(memory, unit);
  let change = 0;
  for (let index = 0; index < inner.length; index++) {
    history.push(memory, index, inner[index]!, !segment.missing[index]);
    if (index >= DAY) {
      const difference = Math.abs(segment.values[index]! - segment.values[index - DAY]!);
      change += Math.max(1 / 168, 1 / (index - DAY + 1)) * (difference - change);
    }
    if (index < first - 1) continue;
    history.look(memory, index + 1, index, view);
    visit({ view, index, inner, change, unit: Math.exp(reference) });
  }
}
