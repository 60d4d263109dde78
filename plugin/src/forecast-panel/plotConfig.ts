import { formattedValueToString, GrafanaTheme2 } from '@grafana/data';
import {
  AxisPlacement,
  GraphDrawStyle,
  LineInterpolation,
  ScaleDirection,
  ScaleOrientation,
  VisibilityMode,
} from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import uPlot from 'uplot';

import { chartColors } from './colors';
import { drawCrossing, drawThresholds } from './lines';
import { drawFuture, drawNow } from './now';
import { PlotState } from './plotState';
import { drawRegions, incidentAt } from './regions';
import { Earlier, Part, Role, ROLES } from './types';

/** How one series of a plot is drawn. */
export interface SeriesStyle {
  colors: { real: string; predicted: string; interval80: string; interval95: string };
  hidden: ReadonlySet<Part>;
  /** Which of the value axes it has. */
  axis: number;
}

/** One axis of values: its ends where they are set, and what it has to reach. */
export interface ValueAxis {
  min?: number | null;
  max?: number | null;
  softMin?: number;
  softMax?: number;
  decimals?: number | null;
}

export interface Inputs {
  theme: GrafanaTheme2;
  timeZone: string;
  series: readonly SeriesStyle[];
  earlier: readonly Earlier[];
  axes: readonly ValueAxis[];
  nowLabel: string;
  /** Leaves out the axes for which there is no room. */
  compact: { x: boolean; y: boolean };
  state: () => PlotState;
}

/** How near a click has to come to an incident that lasts but a moment, CSS pixels. */
const SLACK = 4;

export const scaleKey = (axis: number) => `y${axis || ''}`;

/** The series of a plot that is a role of one of several series, the time being series 0. */
export const seriesIndex = (role: Role, series = 0, earlier = 0) =>
  series * (ROLES.length + earlier) + ROLES.indexOf(role) + 1;

/** How a chart is drawn; its data are those of `plotColumns`. */
export function plotConfig(inputs: Inputs): UPlotConfigBuilder {
  const { theme, timeZone, axes, compact, state } = inputs;
  const builder = new UPlotConfigBuilder(timeZone);
  // Room at the top for the label of now, and at the sides, or the outermost axis labels are cut off.
  builder.setPadding([compact.x ? 4 : 14, compact.x || axes.length > 1 ? 8 : 36, 0, compact.y ? 4 : 8]);
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => state().range,
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: compact.x ? AxisPlacement.Hidden : AxisPlacement.Bottom,
    timeZone,
    theme,
  });
  axes.forEach((axis, index) => {
    builder.addScale({
      scaleKey: scaleKey(index),
      orientation: ScaleOrientation.Vertical,
      direction: ScaleDirection.Up,
      ...{ min: axis.min, max: axis.max, softMin: axis.softMin, softMax: axis.softMax },
    });
    builder.addAxis({
      scaleKey: scaleKey(index),
      placement: compact.y || index > 1 ? AxisPlacement.Hidden : index === 0 ? AxisPlacement.Left : AxisPlacement.Right,
      theme,
      formatValue: (value, decimals) => {
        const display = state().fields[index]?.display;
        return display ? formattedValueToString(display(value, axis.decimals ?? decimals)) : String(value);
      },
    });
  });
  inputs.series.forEach((style, index) => addSeries(builder, inputs, style, index));
  // The height of the mouse means nothing in the charts that share its time.
  builder.setCursor({ y: false, points: { show: false }, drag: { setScale: false } });
  addHooks(builder, inputs);
  return builder;
}

function addSeries(builder: UPlotConfigBuilder, { theme, earlier }: Inputs, style: SeriesStyle, index: number): void {
  const { colors, hidden, axis } = style;
  const common = {
    scaleKey: scaleKey(axis),
    theme,
    drawStyle: GraphDrawStyle.Line,
    lineInterpolation: LineInterpolation.Linear,
    pointsFilter: (plot: uPlot, one: number) => lonely(plot.data[one]),
    pointSize: 4,
    spanNulls: false,
  };
  const at = (role: Role) => seriesIndex(role, index, earlier.length);
  for (const role of ROLES) {
    const line = role === 'real' || role === 'mean';
    builder.addSeries({
      ...common,
      lineColor: role === 'real' ? colors.real : colors.predicted,
      lineWidth: role === 'real' ? 2 : role === 'mean' ? 1.5 : 0,
      lineStyle: role === 'mean' ? { fill: 'dash', dash: [6, 4] } : undefined,
      // A line cannot show a value between two gaps: such a one is drawn as a point.
      showPoints: line ? VisibilityMode.Always : VisibilityMode.Never,
      show: !hidden.has(partOf(role)),
      dataFrameFieldIndex: { frameIndex: index, fieldIndex: at(role) },
    });
  }
  for (const name of earlier) {
    builder.addSeries({
      ...common,
      lineColor: colors.predicted,
      lineWidth: 1,
      lineStyle: { fill: 'dash', dash: name === 'lead1' ? [1, 3] : [2, 6] },
      showPoints: VisibilityMode.Never,
      show: !hidden.has('earlier'),
      dataFrameFieldIndex: { frameIndex: index, fieldIndex: at('real') + 1 + earlier.indexOf(name) },
    });
  }
  const band = (upper: Role, lower: Role, fill: string) => builder.addBand({ series: [at(upper), at(lower)], fill });
  if (!hidden.has('interval95')) {
    band('upper95', 'lower95', colors.interval95);
  }
  if (!hidden.has('interval80')) {
    band('upper80', 'lower80', colors.interval80);
  }
}

function addHooks(builder: UPlotConfigBuilder, { theme, compact, nowLabel, state }: Inputs): void {
  const colors = chartColors(theme);
  const { fontFamily } = theme.typography;
  // Grafana's colours have names that a canvas does not know.
  const named = <T extends { color?: string }>(one: T): T =>
    one.color === undefined ? one : { ...one, color: theme.visualization.getColorByName(one.color) };
  builder.addHook('drawClear', (plot) => {
    const { now, regions } = state();
    drawFuture(plot, now, colors.future);
    drawRegions(plot, regions.map(named), now, colors, fontFamily);
  });
  builder.addHook('draw', (plot) => {
    const { now, thresholds, crossing } = state();
    drawThresholds(plot, scaleKey(0), thresholds.map(named), colors.broken);
    drawNow(plot, now, compact.x ? '' : nowLabel, colors.now, fontFamily);
    drawCrossing(plot, scaleKey(0), crossing, { mark: colors.broken, background: colors.background }, fontFamily);
  });
  const under = (plot: uPlot) => {
    const { left = -1 } = plot.cursor;
    const { regions, now } = state();
    if (left < 0 || regions.length === 0) {
      return undefined;
    }
    const slack = plot.posToVal(SLACK, 'x') - plot.posToVal(0, 'x');
    return incidentAt(regions, plot.posToVal(left, 'x'), now, slack);
  };
  builder.addHook('setCursor', (plot) => {
    const cursor = under(plot) ? 'pointer' : '';
    if (plot.over.style.cursor !== cursor) {
      plot.over.style.cursor = cursor;
    }
  });
  builder.addHook('init', (plot) => {
    plot.over.addEventListener('click', (event) => {
      const region = event.ctrlKey || event.metaKey ? undefined : under(plot);
      if (region) {
        // The tooltip would be pinned by the same click.
        event.stopImmediatePropagation();
        state().onOpen(region);
      }
    });
  });
}

/** Indices of the values that have no neighbour on either side. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = [];
  for (let index = 0; index < values.length; index++) {
    if (values[index] != null && values[index - 1] == null && values[index + 1] == null) {
      found.push(index);
    }
  }
  return found;
}

function partOf(role: Role): Part {
  return role.endsWith('80') ? 'interval80' : role.endsWith('95') ? 'interval95' : role === 'mean' ? 'mean' : 'real';
}
