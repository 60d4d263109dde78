import { createTheme } from '@grafana/data';

import { chartColors } from './colors';
import { CrossingMark } from './lines';
import { lonely, plotConfig } from './plotConfig';
import { IncidentRegion, Part } from './types';

interface Shown {
  hidden?: Part[];
  regions?: IncidentRegion[];
  threshold?: number;
  color?: string;
  crossing?: CrossingMark;
  count?: number;
  onOpen?: (region: IncidentRegion) => void;
}

function config({ hidden = [], regions = [], threshold, color, crossing, count = 1, onOpen = () => {} }: Shown = {}) {
  const theme = createTheme();
  const style = { colors: chartColors(theme), hidden: new Set(hidden), axis: 0 };
  return plotConfig({
    theme,
    timeZone: 'utc',
    series: Array.from({ length: count }, () => style),
    earlier: [],
    axes: [{ softMin: 0 }],
    nowLabel: 'now',
    compact: { x: false, y: false },
    state: () => ({
      ...{ range: [0, 100], now: 60, regions, crossing, fields: [], onOpen },
      thresholds: threshold === undefined ? [] : [{ value: threshold, color }],
    }),
  }).getConfig();
}

describe('the plot', () => {
  it('never joins values over a gap', () => {
    const { series } = config();
    expect(series).toHaveLength(7);
    for (const one of series.slice(1)) {
      expect(one.spanGaps).toBe(false);
    }
  });

  it('fills between the bounds of each interval, the wider one first', () => {
    expect(config().bands?.map(({ series }) => series)).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect(config({ hidden: ['interval95'] }).bands?.map(({ series }) => series)).toEqual([[4, 3]]);
  });

  it('draws real solid and predicted dashed, and hides what is switched off', () => {
    const { series } = config({ hidden: ['mean'] });
    const [mean, real] = [series[5], series[6]];
    expect(mean.dash).toEqual([6, 4]);
    expect(real.dash).toBeUndefined();
    expect([mean.show, real.show]).toEqual([false, true]);
  });
});

/** What the hooks paint on a plot of 100 by 50 pixels over the times 0 … 100 and the values 0 … 10. */
function painted(regions: IncidentRegion[], threshold?: number, crossing?: CrossingMark, width = 100) {
  const areas: Array<{ left: number; width: number }> = [];
  const texts: string[] = [];
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
    fillText: (text: string) => texts.push(text),
    measureText: (text: string) => ({ width: text.length }),
    arc: () => {},
    fill: () => {},
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
    bbox: { left: 0, top: 0, width, height: 50 },
    scales: { x: { min: 0, max: 100 }, y: { min: 0, max: 10 } },
    valToPos: (value: number, scale: string) => (scale === 'x' ? value : 50 - 5 * value),
  };
  const { hooks } = config({ regions, threshold, crossing });
  const run = (paint: ((plot: never) => void) | undefined) => paint?.(plot as never);
  hooks?.drawClear?.forEach(run);
  hooks?.draw?.forEach(run);
  return { areas, lines, texts };
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

describe('a threshold of the field configuration', () => {
  it('is drawn in the colour that its name has in the theme', () => {
    const strokes: string[] = [];
    const ctx = new Proxy({} as Record<string, unknown>, {
      get: (target, name) => target[String(name)] ?? (() => ({ width: 0 })),
      set: (_target, name, value) => name !== 'strokeStyle' || strokes.push(value) > 0,
    });
    const plot = {
      ctx,
      bbox: { left: 0, top: 0, width: 100, height: 50 },
      scales: { x: { min: 0, max: 100 }, y: { min: 0, max: 10 } },
      valToPos: (value: number) => value,
    };
    const { hooks } = config({ threshold: 8, color: 'semi-dark-red' });
    hooks?.draw?.forEach((hook) => (hook as unknown as (one: unknown) => void)(plot));
    expect(strokes).toContain(createTheme().visualization.getColorByName('semi-dark-red'));
    expect(strokes).not.toContain('semi-dark-red');
  });
});

describe('an expected crossing', () => {
  const mark = { time: 80, value: 8, likely: true, text: '88 % at 18:40' };

  it('is marked with its words where it lies within the plot and there is room', () => {
    expect(painted([], 8, mark, 400).texts).toContain('88 % at 18:40');
    expect(painted([], 8, mark, 100).texts).not.toContain('88 % at 18:40');
    expect(painted([], 8, { ...mark, time: 120 }, 400).texts).not.toContain('88 % at 18:40');
    expect(painted([], 8, { ...mark, value: 80 }, 400).texts).not.toContain('88 % at 18:40');
  });
});

describe('several series together', () => {
  it('each have their columns and their bands', () => {
    const { series, bands } = config({ count: 2, hidden: ['interval95'] });
    expect(series).toHaveLength(13);
    expect(bands?.map((band) => band.series)).toEqual([
      [4, 3],
      [10, 9],
    ]);
  });
});

describe('a click', () => {
  const region = { title: 'Link is full', severity: 'major', phase: 'cleared', from: 10, to: 30 } as const;

  /** Clicks at a time of a plot 100 pixels wide. */
  function click(regions: IncidentRegion[], left: number): Array<string | undefined> {
    const opened: Array<string | undefined> = [];
    const { hooks } = config({ regions, onOpen: ({ id }) => opened.push(id) });
    const over = document.createElement('div');
    hooks?.init?.forEach((hook) =>
      (hook as unknown as (plot: unknown) => void)({ over, cursor: { left }, posToVal: (position: number) => position })
    );
    over.click();
    return opened;
  }

  it('on the region of an incident opens it, that which began last where there are several', () => {
    expect(click([{ ...region, id: 'A' }], 20)).toEqual(['A']);
    expect(
      click(
        [
          { ...region, id: 'A' },
          { ...region, id: 'B', from: 15 },
        ],
        20
      )
    ).toEqual(['B']);
  });

  it('beside it, or on one without a page, opens nothing', () => {
    expect(click([{ ...region, id: 'A' }], 50)).toEqual([]);
    expect(click([region], 20)).toEqual([]);
  });
});

describe('values between two gaps', () => {
  it('are found, also at the ends', () => {
    expect(lonely([1, null, 2, 3, undefined, 4])).toEqual([0, 5]);
    expect(lonely([null, 7, null])).toEqual([1]);
    expect(lonely([1, 2, 3])).toEqual([]);
  });
});
