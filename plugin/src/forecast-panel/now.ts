import uPlot from 'uplot';

/** Shades what is still to come. */
export function drawFuture(plot: uPlot, now: number, color: string): void {
  const left = positionOf(plot, now);
  if (left === undefined) {
    return;
  }
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = color;
  ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
  ctx.restore();
}

/** Draws the line between what was and what is to come, with its label above the plot. */
export function drawNow(plot: uPlot, now: number, label: string, color: string, fontFamily: string): void {
  const left = positionOf(plot, now);
  if (left === undefined) {
    return;
  }
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  ctx.moveTo(left, bbox.top);
  ctx.lineTo(left, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${11 * uPlot.pxRatio}px ${fontFamily}`;
  // uPlot's axes leave their own alignment on the context.
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.fillText(label, left, bbox.top - uPlot.pxRatio);
  ctx.restore();
}

/** Where a time lies in canvas pixels; undefined outside of the plot. */
function positionOf(plot: uPlot, time: number): number | undefined {
  const { min, max } = plot.scales.x;
  return min == null || max == null || time < min || time > max ? undefined : plot.valToPos(time, 'x', true);
}
