import uPlot from 'uplot';

import { Threshold } from './thresholds';

/** Draws the values beyond which something is wrong. */
export function drawThresholds(plot: uPlot, scale: string, thresholds: readonly Threshold[], color: string): void {
  const { min, max } = plot.scales[scale] ?? {};
  if (min == null || max == null) {
    return;
  }
  const { ctx, bbox } = plot;
  for (const threshold of thresholds) {
    if (threshold.value < min || threshold.value > max) {
      continue;
    }
    const top = plot.valToPos(threshold.value, scale, true);
    ctx.save();
    ctx.strokeStyle = threshold.color ?? color;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([8, 3, 2, 3].map((length) => length * uPlot.pxRatio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, top);
    ctx.lineTo(bbox.left + bbox.width, top);
    ctx.stroke();
    ctx.restore();
  }
}

/** A narrower plot has no room for words beside a mark, CSS pixels. */
const SMALLEST_LABELLED = 300;

/** Where and with what words an expected crossing is marked. */
export interface CrossingMark {
  time: number;
  value: number;
  /** Filled where it is likely, a ring where it is only possible. */
  likely: boolean;
  text: string;
}

/** Marks where a threshold is expected to be passed, with its probability and time beside it. */
export function drawCrossing(
  plot: uPlot,
  scale: string,
  mark: CrossingMark | undefined,
  colors: { mark: string; background: string },
  fontFamily: string
): void {
  const { min, max } = plot.scales.x;
  if (!mark || min == null || max == null || mark.time < min || mark.time > max) {
    return;
  }
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const [left, top] = [plot.valToPos(mark.time, 'x', true), plot.valToPos(mark.value, scale, true)];
  if (!Number.isFinite(top) || top < bbox.top || top > bbox.top + bbox.height) {
    return;
  }
  ctx.save();
  ctx.strokeStyle = colors.mark;
  ctx.lineWidth = 2 * ratio;
  ctx.fillStyle = mark.likely ? colors.mark : colors.background;
  ctx.beginPath();
  ctx.arc(left, top, 4.5 * ratio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  if (bbox.width < SMALLEST_LABELLED * ratio) {
    ctx.restore();
    return;
  }
  ctx.font = `bold ${11 * ratio}px ${fontFamily}`;
  const { width } = ctx.measureText(mark.text);
  const height = 16 * ratio;
  // Towards the past where the plot ends, and below where it begins.
  const right = left + width + 14 * ratio <= bbox.left + bbox.width;
  const boxLeft = right ? left + 6 * ratio : Math.max(bbox.left, left - width - 14 * ratio);
  // Titles of regions stand at the top.
  const boxTop = top - height - 6 * ratio >= bbox.top + height ? top - height - 6 * ratio : top + 6 * ratio;
  ctx.fillStyle = colors.background;
  ctx.globalAlpha = 0.85;
  ctx.fillRect(boxLeft, boxTop, width + 8 * ratio, height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colors.mark;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(mark.text, boxLeft + 4 * ratio, boxTop + height / 2);
  ctx.restore();
}
