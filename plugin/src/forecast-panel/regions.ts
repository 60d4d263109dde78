import { colorManipulator } from '@grafana/data';
import uPlot from 'uplot';

import { IncidentRegion } from './types';

export type Tone = 'broken' | 'coming' | 'over';
type Colors = Record<Tone, string>;

/** Between two lines of a hatch, CSS pixels. */
const HATCH = 7;
/** Room below which a title is not written, CSS pixels. */
const SMALLEST_TITLE = 44;

/** What a region is about: something broken, something to come, something that is over. */
export function toneOf({ phase }: IncidentRegion): Tone {
  if (phase === 'predicted') {
    return 'coming';
  }
  return phase === 'cleared' || phase === 'expired' || phase === 'annotation' ? 'over' : 'broken';
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
export function drawRegions(
  plot: uPlot,
  regions: readonly IncidentRegion[],
  now: number,
  colors: Colors,
  fontFamily: string
): void {
  const titles: Title[] = [];
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
    const color = region.color ?? colors[tone];
    const left = plot.valToPos(Math.max(min, region.from), 'x', true);
    // A region that has just begun is seen all the same.
    const width = Math.max(2 * uPlot.pxRatio, plot.valToPos(Math.min(max, to), 'x', true) - left);
    ctx.save();
    ctx.fillStyle = colorManipulator.alpha(color, tone === 'coming' ? 0.08 : 0.16);
    ctx.strokeStyle = color;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    if (tone === 'coming') {
      hatch(ctx, left, bbox.top, width, bbox.height);
      ctx.setLineDash([5 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    }
    if (region.from >= min) {
      verticalLine(ctx, left, bbox, 2 * uPlot.pxRatio);
    }
    ctx.restore();
    titles.push({ left, width, title: region.title, color });
  }
  for (const title of titles) {
    drawTitle(plot, title, fontFamily);
  }
}

interface Title {
  left: number;
  width: number;
  title: string;
  color: string;
}

/** Writes a title at the top of its region where there is room for a word. */
function drawTitle({ ctx, bbox }: uPlot, { left, width, title, color }: Title, fontFamily: string): void {
  if (title === '' || width < SMALLEST_TITLE * uPlot.pxRatio) {
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, width - 2 * uPlot.pxRatio, bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  ctx.font = `${11 * uPlot.pxRatio}px ${fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(title, left + 5 * uPlot.pxRatio, bbox.top + 3 * uPlot.pxRatio);
  ctx.restore();
}

/** The incident with a page of its own that covers a time, the one that began last. */
export function incidentAt(
  regions: readonly IncidentRegion[],
  time: number,
  now: number,
  slack: number
): IncidentRegion | undefined {
  return regions
    .filter(({ id }) => id !== undefined)
    .filter((region) => region.from - slack <= time && endOf(region, now) + slack >= time)
    .sort((one, other) => other.from - one.from)[0];
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
