import { colorManipulator } from '@grafana/data';
import uPlot from 'uplot';

import { IncidentRegion } from './types';

export type Tone = 'broken' | 'coming' | 'over';
type Colors = Record<Tone, string>;

/** Between two lines of a hatch, CSS pixels. */
const HATCH = 7;

/** What a region is about: something broken, something to come, something that is over. */
export function toneOf({ phase }: IncidentRegion): Tone {
  if (phase === 'predicted') {
    return 'coming';
  }
  return phase === 'cleared' || phase === 'expired' ? 'over' : 'broken';
}

/** Where a region ends: what goes on ends now, and what is to come does not end. */
export function endOf({ to, phase }: IncidentRegion, now: number): number {
  return to ?? (phase === 'predicted' ? Number.POSITIVE_INFINITY : now);
}

/** The regions that share a moment with the step at `time`. */
export function regionsAt(
  regions: readonly IncidentRegion[],
  time: number,
  step: number,
  now: number
): IncidentRegion[] {
  return regions.filter((region) => region.from < time + Math.max(step, 1) && endOf(region, now) >= time);
}

/** Shades the regions from edge to edge of the plot; what is to come is hatched, and its edge dashed. */
export function drawRegions(plot: uPlot, regions: readonly IncidentRegion[], now: number, colors: Colors): void {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales.x;
  if (min == null || max == null) {
    return;
  }
  for (const region of regions) {
    const to = endOf(region, now);
    if (to < min || region.from > max) {
      continue;
    }
    const tone = toneOf(region);
    const left = plot.valToPos(Math.max(min, region.from), 'x', true);
    // A region that has just begun is seen all the same.
    const width = Math.max(2 * uPlot.pxRatio, plot.valToPos(Math.min(max, to), 'x', true) - left);
    ctx.save();
    ctx.fillStyle = colorManipulator.alpha(colors[tone], tone === 'coming' ? 0.08 : 0.16);
    ctx.strokeStyle = colors[tone];
    ctx.fillRect(left, bbox.top, width, bbox.height);
    if (tone === 'coming') {
      hatch(ctx, left, bbox.top, width, bbox.height);
      ctx.setLineDash([5 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    }
    if (region.from >= min) {
      verticalLine(ctx, left, bbox, 2 * uPlot.pxRatio);
    }
    ctx.restore();
  }
}

/** Draws the value beyond which an incident is seen. */
export function drawThreshold(plot: uPlot, threshold: number | undefined, color: string): void {
  const { min, max } = plot.scales.y;
  if (threshold === undefined || min == null || max == null || threshold < min || threshold > max) {
    return;
  }
  const { ctx, bbox } = plot;
  const top = plot.valToPos(threshold, 'y', true);
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([8 * uPlot.pxRatio, 3 * uPlot.pxRatio, 2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, top);
  ctx.lineTo(bbox.left + bbox.width, top);
  ctx.stroke();
  ctx.restore();
}

function verticalLine(ctx: CanvasRenderingContext2D, left: number, bbox: uPlot.BBox, lineWidth: number): void {
  ctx.lineWidth = lineWidth;
  ctx.beginPath();
  ctx.moveTo(left, bbox.top);
  ctx.lineTo(left, bbox.top + bbox.height);
  ctx.stroke();
}

function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += HATCH * uPlot.pxRatio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}
