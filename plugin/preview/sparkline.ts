import { Range } from '../src/forecast-panel/range';
import { Column, ForecastData } from '../src/forecast-panel/types';

/** Puts values into a small picture. */
export interface Scales {
  x: (time: number) => number;
  y: (value: number) => number;
}

/** Least and greatest value of the axis: percentages are shown against the whole, temperatures close up, the rest from 0. */
export function valueRange({ columns }: ForecastData, unit: string, threshold: number | undefined): Range {
  if (unit === 'percent') {
    return [0, 100];
  }
  const values = [...columns.real, ...columns.mean, ...columns.upper80, threshold ?? null].filter(
    (value) => value !== null
  );
  const greatest = values.length > 0 ? Math.max(...values) : 1;
  if (unit === 'celsius') {
    const least = Math.min(...values, greatest);
    return [least - 3, greatest + 3];
  }
  return [0, greatest > 0 ? 1.1 * greatest : 1];
}

export function scalesOf([from, to]: Range, [least, greatest]: Range, width: number, height: number): Scales {
  return {
    x: (time) => ((time - from) / (to - from)) * width,
    y: (value) => height - ((Math.min(greatest, Math.max(least, value)) - least) / (greatest - least)) * height,
  };
}

/** The path of a line; it breaks at every gap. */
export function linePath(times: number[], column: Column, { x, y }: Scales): string {
  return runs(column)
    .map((run) =>
      run.map((index, at) => `${at === 0 ? 'M' : 'L'}${point(x(times[index]), y(column[index] ?? 0))}`).join('')
    )
    .join('');
}

/** The path of the area between two columns; it breaks where either has a gap. */
export function bandPath(times: number[], lower: Column, upper: Column, { x, y }: Scales): string {
  const both = lower.map((value, index) => (value === null ? null : upper[index]));
  return runs(both)
    .map((run) => {
      const above = run.map((index) => point(x(times[index]), y(upper[index] ?? 0)));
      const below = run.map((index) => point(x(times[index]), y(lower[index] ?? 0))).reverse();
      return `M${[...above, ...below].join('L')}Z`;
    })
    .join('');
}

/** The index of the time nearest to `time` that has a real or predicted value. */
export function nearest({ times, columns }: ForecastData, time: number): number | undefined {
  let best: number | undefined;
  times.forEach((one, index) => {
    const known = columns.real[index] !== null || columns.mean[index] !== null;
    if (known && (best === undefined || Math.abs(one - time) < Math.abs(times[best] - time))) {
      best = index;
    }
  });
  return best;
}

/** Indices of neighbouring values, parted at the gaps. */
function runs(column: Column): number[][] {
  const found: number[][] = [];
  column.forEach((value, index) => {
    if (value === null) {
      return;
    }
    if (index > 0 && column[index - 1] !== null && found.length > 0) {
      found[found.length - 1].push(index);
    } else {
      found.push([index]);
    }
  });
  return found;
}

const point = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
