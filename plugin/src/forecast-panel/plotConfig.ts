import { Field, formattedValueToString, GrafanaTheme2 } from '@grafana/data';
import {
  AxisPlacement,
  GraphDrawStyle,
  LineInterpolation,
  ScaleDirection,
  ScaleOrientation,
  VisibilityMode,
} from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';

import { chartColors } from './colors';
import { drawFuture, drawNow } from './now';
import { Range } from './range';
import { drawRegions, drawThreshold } from './regions';
import { IncidentRegion, Part, Role, ROLES } from './types';

interface Inputs {
  theme: GrafanaTheme2;
  timeZone: string;
  /** Formats the values of the axis. */
  field: Field | undefined;
  hidden: ReadonlySet<Part>;
  nowLabel: string;
  /** Drawn as a line, and always within the plot; undefined: none. */
  threshold: number | undefined;
  getRange: () => Range;
  getNow: () => number;
  getIncidents: () => readonly IncidentRegion[];
}

/** The role of a series of the plot, the time being series 0. */
export const seriesIndex = (role: Role) => ROLES.indexOf(role) + 1;

/** How a chart is drawn; the data are one column for each role, in the order of ROLES. */
export function plotConfig(inputs: Inputs): UPlotConfigBuilder {
  const { theme, timeZone, field, hidden, nowLabel, threshold, getRange, getNow, getIncidents } = inputs;
  const builder = new UPlotConfigBuilder(timeZone);
  const colors = chartColors(theme);
  // Room at the top for the label of now, and at the sides, or the outermost axis labels are cut off.
  builder.setPadding([14, 36, 0, 8]);
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => getRange(),
  });
  builder.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    softMin: 0,
    softMax: threshold,
  });
  builder.addAxis({ scaleKey: 'x', isTime: true, placement: AxisPlacement.Bottom, timeZone, theme });
  builder.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    theme,
    formatValue: (value, decimals) =>
      field?.display ? formattedValueToString(field.display(value, decimals)) : String(value),
  });
  for (const role of ROLES) {
    builder.addSeries({
      scaleKey: 'y',
      theme,
      drawStyle: GraphDrawStyle.Line,
      lineInterpolation: LineInterpolation.Linear,
      lineColor: role === 'real' ? colors.real : colors.predicted,
      lineWidth: role === 'real' ? 2 : role === 'mean' ? 1.5 : 0,
      lineStyle: role === 'mean' ? { fill: 'dash', dash: [6, 4] } : undefined,
      // A line cannot show a value between two gaps: such a one is drawn as a point.
      showPoints: role === 'real' || role === 'mean' ? VisibilityMode.Always : VisibilityMode.Never,
      pointsFilter: (plot, index) => lonely(plot.data[index]),
      pointSize: 4,
      spanNulls: false,
      show: !hidden.has(partOf(role)),
      dataFrameFieldIndex: { frameIndex: 0, fieldIndex: seriesIndex(role) },
    });
  }
  const band = (upper: Role, lower: Role, fill: string) =>
    builder.addBand({ series: [seriesIndex(upper), seriesIndex(lower)], fill });
  if (!hidden.has('interval95')) {
    band('upper95', 'lower95', colors.interval95);
  }
  if (!hidden.has('interval80')) {
    band('upper80', 'lower80', colors.interval80);
  }
  builder.setCursor({ points: { show: true }, drag: { setScale: false } });
  builder.addHook('drawClear', (plot) => drawFuture(plot, getNow(), colors.future));
  builder.addHook('drawClear', (plot) => drawRegions(plot, getIncidents(), getNow(), colors));
  builder.addHook('draw', (plot) => drawThreshold(plot, threshold, colors.broken));
  builder.addHook('draw', (plot) => drawNow(plot, getNow(), nowLabel, colors.now, theme.typography.fontFamily));
  return builder;
}

/** Indices of the values that have no neighbour on either side. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const isThere = (index: number) => values[index] !== null && values[index] !== undefined;
  return Array.from({ length: values.length }, (_, index) => index).filter(
    (index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1)
  );
}

function partOf(role: Role): Part {
  return role.endsWith('80') ? 'interval80' : role.endsWith('95') ? 'interval95' : role === 'mean' ? 'mean' : 'real';
}
