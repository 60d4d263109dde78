import { createTheme } from '@grafana/data';

import { lonely, plotConfig } from './plotConfig';
import { IncidentRegion, Part } from './types';

const config = (hidden: Part[], incidents: IncidentRegion[] = [], threshold?: number) =>
  plotConfig({
    theme: createTheme(),
    timeZone: 'utc',
    field: undefined,
    hidden: new Set(hidden),
    nowLabel: 'now',
    threshold,
    getRange: () => [0, 100],
    getNow: () => 60,
    getIncidents: () => incidents,
  }).getConfig();

describe('the plot', () => {
  it('never joins values over a gap', () => {
    const { series } = config([]);
    expect(series).toHaveLength(7);
    for (const one of series.slice(1)) {
      expect(one.spanGaps).toBe(false);
    }
  });

  it('fills between the bounds of each interval, the wider one first', () => {
    expect(config([]).bands?.map(({ series }) => series)).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect(config(['interval95']).bands?.map(({ series }) => series)).toEqual([[4, 3]]);
  });

  it('draws real solid and predicted dashed, and hides what is switched off', () => {
    const { series } = config(['mean']);
    const [mean, real] = [series[5], series[6]];
    expect(mean.dash).toEqual([6, 4]);
    expect(real.dash).toBeUndefined();
    expect([mean.show, real.show]).toEqual([false, true]);
  });
});

/** What the hooks paint on a plot of 100 by 50 pixels over the times 0 … 100 and the values 0 … 10. */
function painted(incidents: IncidentRegion[], threshold?: number) {
  const areas: Array<{ left: number; width: number }> = [];
  const lines: Array<{ from: [number, number]; to: [number, number]; dashed: boolean }> = [];
  let dash: number[] = [];
  let clipped = false;
  let start: [number, number] = [0, 0];
  const ctx = {
    save: () => {},
    restore: () => {
      dash = [];
      clipped = false;
    },
    beginPath: () => {},
    stroke: () => {},
    rect: () => {},
    clip: () => {
      clipped = true;
    },
    fillText: () => {},
    setLineDash: (lengths: number[]) => {
      dash = lengths;
    },
    fillRect: (left: number, _top: number, width: number) => areas.push({ left, width }),
    moveTo: (x: number, y: number) => {
      start = [x, y];
    },
    lineTo: (x: number, y: number) => clipped || lines.push({ from: start, to: [x, y], dashed: dash.length > 0 }),
  };
  const plot = {
    ctx,
    bbox: { left: 0, top: 0, width: 100, height: 50 },
    scales: { x: { min: 0, max: 100 }, y: { min: 0, max: 10 } },
    valToPos: (value: number, scale: string) => (scale === 'x' ? value : 50 - 5 * value),
  };
  const { hooks } = config([], incidents, threshold);
  const run = (paint: ((plot: never) => void) | undefined) => paint?.(plot as never);
  hooks?.drawClear?.forEach(run);
  hooks?.draw?.forEach(run);
  return { areas, lines };
}

describe('an incident in the plot', () => {
  const region = { title: 'Link is full', severity: 'major' };

  it('is shaded from its edge to its end, to now while it goes on, and on and on when it is to come', () => {
    const { areas, lines } = painted([
      { ...region, from: 10, to: 30, phase: 'cleared' },
      { ...region, from: 40, to: null, phase: 'active' },
      { ...region, from: 80, to: null, phase: 'predicted' },
    ]);
    // The first area is the future itself.
    expect(areas.slice(1)).toEqual([
      { left: 10, width: 20 },
      { left: 40, width: 20 },
      { left: 80, width: 20 },
    ]);
    const edges = lines.filter(({ from }) => [10, 40, 80].includes(from[0]));
    expect(edges.map(({ from, dashed }) => [from[0], dashed])).toEqual([
      [10, false],
      [40, false],
      [80, true],
    ]);
  });

  it('is cut at the sides of the plot, and not drawn outside of it', () => {
    const { areas } = painted([
      { ...region, from: -50, to: 20, phase: 'cleared' },
      { ...region, from: -50, to: -20, phase: 'cleared' },
      { ...region, from: 120, to: null, phase: 'predicted' },
    ]);
    expect(areas.slice(1)).toEqual([{ left: 0, width: 20 }]);
  });

  it('has its threshold as a line where it lies within the plot', () => {
    expect(painted([], 8).lines).toContainEqual({ from: [0, 10], to: [100, 10], dashed: true });
    expect(painted([], 80).lines.filter(({ from, to }) => from[1] === to[1])).toEqual([]);
  });
});

describe('values between two gaps', () => {
  it('are found, also at the ends', () => {
    expect(lonely([1, null, 2, 3, undefined, 4])).toEqual([0, 5]);
    expect(lonely([null, 7, null])).toEqual([1]);
    expect(lonely([1, 2, 3])).toEqual([]);
  });
});
