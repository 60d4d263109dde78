import {
  createDataFrame,
  createTheme,
  FieldType,
  getPanelDataSummary,
  ThresholdsMode,
  colorManipulator,
} from '@grafana/data';

import { annotationRegions } from './annotations';
import { chartSeries, plotColumns } from './chartSeries';
import { chartColors, seriesColors } from './colors';
import { gridFor, inSight } from './layout';
import { completeOptions, migrateOptions } from './migration';
import { suggestPanel } from './suggestions';
import { frameOf, HOUR } from './testData';
import { thresholdsOf } from './thresholds';
import { DEFAULT_OPTIONS } from './types';

describe('thresholds', () => {
  const field = (mode: ThresholdsMode, values: number[], ends = {}) => ({
    ...{ name: 'real', type: FieldType.number, values: [] },
    config: { thresholds: { mode, steps: values.map((value) => ({ value, color: 'red' })) }, ...ends },
  });

  it('are that of the data and those of the field, without the base, each value once', () => {
    expect(thresholdsOf(90, field(ThresholdsMode.Absolute, [-Infinity, 80, 90]))).toEqual([
      { value: 90 },
      { value: 80, color: 'red' },
    ]);
    expect(thresholdsOf(undefined, undefined)).toEqual([]);
  });

  it('in percent are of the way between the ends, and nothing without them', () => {
    const percent = field(ThresholdsMode.Percentage, [-Infinity, 50], { min: 10, max: 30 });
    expect(thresholdsOf(undefined, percent)).toEqual([{ value: 20, color: 'red' }]);
    expect(thresholdsOf(undefined, field(ThresholdsMode.Percentage, [50]))).toEqual([]);
  });
});

describe('annotations', () => {
  const frame = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1, 2, 3] },
      { name: 'timeEnd', type: FieldType.time, values: [5, null, 1] },
      { name: 'text', type: FieldType.string, values: ['<b>Deployed</b> 2', 'Link is full', ''] },
      { name: 'id', type: FieldType.string, values: ['a', 'I1', 'a'] },
    ],
  });

  it('are marked as regions, those once that have the id of a marked incident or of one before', () => {
    const incident = {
      id: 'I1',
      from: 2,
      to: null,
      title: 'Link is full',
      severity: 'major',
      phase: 'active',
    } as const;
    expect(annotationRegions([frame], [incident])).toEqual([
      { from: 1, to: 5, title: 'Deployed 2', severity: '', phase: 'annotation' },
    ]);
    expect(annotationRegions([frame], []).map(({ from, to }) => [from, to])).toEqual([
      [1, 5],
      [2, 2],
    ]);
    expect(annotationRegions(undefined, [])).toEqual([]);
  });

  it('of incidents are marked as incidents are, what is to come as open', () => {
    const values = { time: [1, 2], timeEnd: [5, null], title: ['Full', 'Hot'], id: ['I1', 'I2'] };
    const tags = [['link-load', 'major', 'active'], 'temperature,critical,predicted'];
    const fields = Object.entries({ ...values, tags }).map(([name, all]) => ({
      ...{ name, type: FieldType.other, config: {}, values: all as unknown[] },
    }));
    expect(annotationRegions([{ length: 2, fields }], [])).toEqual([
      { id: 'I1', from: 1, to: 5, title: 'Full', severity: 'major', phase: 'active' },
      { id: 'I2', from: 2, to: null, title: 'Hot', severity: 'critical', phase: 'predicted' },
    ]);
  });
});

describe('small multiples', () => {
  it('take as few columns as let all be seen, and scroll where there is too little room', () => {
    expect(gridFor(1, 800, 300, 12)).toEqual({ columns: 1, width: 800, height: 300 });
    expect(gridFor(2, 800, 400, 12)).toMatchObject({ columns: 1, width: 800, height: 200 });
    expect(gridFor(6, 1280, 600, 12)).toMatchObject({ columns: 2, height: 200 });
    expect(gridFor(10, 400, 300, 12)).toEqual({ columns: 1, width: 388, height: 140 });
  });

  it('always fit the width and are never too low', () => {
    for (let count = 2; count < 40; count += 3) {
      for (let width = 200; width < 2000; width += 130) {
        for (let height = 60; height < 1200; height += 170) {
          const grid = gridFor(count, width, height, 12);
          expect(grid.columns * grid.width + 8 * (grid.columns - 1)).toBeLessThanOrEqual(width);
          expect(grid.height).toBeGreaterThanOrEqual(140);
        }
      }
    }
  });

  it('are drawn where they are in sight or nearly so', () => {
    const grid = { columns: 2, width: 300, height: 150 };
    expect(inSight(100, grid, 300, 0)).toEqual([0, 8]);
    expect(inSight(100, grid, 300, 1500)).toEqual([18, 26]);
    expect(inSight(5, grid, 300, 0)).toEqual([0, 5]);
  });
});

describe('the name of a series', () => {
  it('is that of the field configuration, else of the frame, else of the data source', () => {
    const frame = frameOf('Frame', { real: [1] });
    const named = (config: object, name?: string) =>
      chartSeries({ ...frame, name, fields: [frame.fields[0], { ...frame.fields[1], config }] }).name;
    expect(named({ displayName: 'Mine' }, 'Frame')).toBe('Mine');
    expect(named({ displayNameFromDS: 'Source' }, 'Frame')).toBe('Frame');
    expect(named({ displayNameFromDS: 'Source' })).toBe('Source');
    expect(named({})).toBe('');
  });
});

describe('several series in one plot', () => {
  it('share their times, and one is not broken by the times of another', () => {
    const other = frameOf('B', { real: [7] });
    other.fields[0].values = [HOUR / 2];
    const [times, ...columns] = plotColumns([frameOf('A', { real: [1, null] }), other].map(chartSeries), []);
    expect(times).toEqual([0, HOUR / 2, HOUR]);
    expect(columns).toHaveLength(12);
    expect(columns[5]).toEqual([1, undefined, null]);
    expect(columns[11]).toEqual([undefined, 7, undefined]);
  });
});

describe('colours', () => {
  it.each(['dark', 'light'] as const)('stand out against the %s background by 3:1', (mode) => {
    const theme = createTheme({ colors: { mode } });
    const { real, predicted, broken, coming } = chartColors(theme);
    const several = Array.from({ length: 7 }, (_, index) => seriesColors(theme, index).color);
    expect(new Set(several).size).toBe(7);
    for (const color of [real, predicted, broken, coming, ...several]) {
      expect(colorManipulator.getContrastRatio(color, theme.colors.background.primary)).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('options', () => {
  it('of the first version are taken over', () => {
    const options = { showLegend: false, showFuture: false };
    const migrated = migrateOptions({ options } as Parameters<typeof migrateOptions>[0]);
    expect(migrated).toEqual({ ...DEFAULT_OPTIONS, legend: 'hidden', showFuture: false });
  });

  it('that are not stored have their defaults, and those that are stay', () => {
    expect(completeOptions(undefined)).toEqual(DEFAULT_OPTIONS);
    expect(completeOptions({ legend: 'table', showLegend: false })).toMatchObject({ legend: 'table' });
  });
});

describe('suggestions', () => {
  it('are made for data that can be drawn', () => {
    expect(suggestPanel(getPanelDataSummary([frameOf('A', { real: [1], mean: [1] })]))).toHaveLength(1);
    expect(suggestPanel(getPanelDataSummary([frameOf('A', { value: [1] })]))).toBeUndefined();
  });
});
