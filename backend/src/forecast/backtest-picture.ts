import type { Zone } from '../model/zone.ts';
import type { Grid, OriginForecast } from './backtest.ts';
import { type LeadScore, meanScore } from './backtest-scores.ts';
import { areaPath, element, escaped, linePath, type Point, roundTicks, shortNumber, text } from './backtest-svg.ts';

/** What the picture shows of one series. */
export interface PicturedSeries {
  readonly grid: Grid;
  readonly scores: readonly LeadScore[];
  /** Forecasts of the end of the series; those at `picturedFrom` are drawn. */
  readonly made: readonly OriginForecast[];
}

export interface PictureOptions {
  readonly title: string;
  readonly horizon: number;
  /** The clock that the axes of time go by. */
  readonly zone: Zone;
}

const WIDTH = 1000;
const MARGIN = 32;
const GAP = 32;
/** Above a panel its name and scores, below it the times. */
const PANEL_HEAD = 46;
const PANEL_FOOT = 30;
/** More series are only counted. */
const MOST_PANELS = 12;
const FORECASTS_SHOWN = 7;
const LEAST_STEPS_SHOWN = 48;
const BAR = 24;
const BARS_TOP = 146;

const INK = '#1f2937';
const QUIET = '#6b7280';
const LINE = '#e5e7eb';
const OURS = '#2563eb';
const OTHERS = '#b6bec9';
const SHADE_80 = { fill: OURS, 'fill-opacity': '0.20' };
const SHADE_95 = { fill: OURS, 'fill-opacity': '0.10' };

/** True for the origins whose forecasts are drawn: one after the other, they fill the end of the series. */
export function isPictured({ values }: Grid, origin: number, horizon: number): boolean {
  const before = values.length - 1 - origin;
  return before % horizon === 0 && before <= stepsShown(horizon);
}

const stepsShown = (horizon: number) => Math.max(FORECASTS_SHOWN * horizon, LEAST_STEPS_SHOWN);

/** An SVG picture of a backtest: the error of each method, and the end of each series with what was forecast for it. */
export function picture(all: readonly PicturedSeries[], options: PictureOptions): string {
  const shown = all.slice(0, MOST_PANELS);
  const columns = shown.length === 1 ? 1 : shown.length <= 4 ? 2 : 3;
  const size = { width: (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns, height: [300, 210, 160][columns - 1]! };
  const top = BARS_TOP + BAR * (1 + Object.keys(all[0]?.scores[0]?.baselines ?? {}).length) + 84 + PANEL_HEAD;
  const rows = Math.ceil(shown.length / columns);
  const height = top + rows * (size.height + PANEL_HEAD + PANEL_FOOT) - PANEL_HEAD + 8;
  const panels = shown.map((series, index) => {
    const x = MARGIN + (index % columns) * (size.width + GAP);
    const y = top + Math.floor(index / columns) * (size.height + PANEL_HEAD + PANEL_FOOT);
    return element('g', { transform: `translate(${x} ${y})` }, panel(series, size, options, index));
  });
  const more = all.length > shown.length ? ` The first ${shown.length} of ${all.length} series are shown.` : '';
  const heading = `The last forecasts of ${options.horizon} ${options.horizon === 1 ? 'step' : 'steps'}, each made with what was known at its start.${more}`;
  const content = [
    element('title', {}, escaped(options.title)),
    element('rect', { width: WIDTH, height, fill: '#ffffff' }),
    text(MARGIN, 48, shortened(options.title, 60), { 'font-size': 24, 'font-weight': '600', fill: INK }),
    bars(all, options.horizon),
    text(MARGIN, top - PANEL_HEAD - 44, heading, { 'font-size': 15, fill: INK }),
    legend(top - PANEL_HEAD - 18),
    ...panels,
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`,
    width: WIDTH,
    height: Math.ceil(height),
    role: 'img',
    'font-family': "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Helvetica, Arial, sans-serif",
    'font-size': 14,
    fill: QUIET,
  };
  return `${element('svg', attributes, `\n${content.join('\n')}\n`)}\n`;
}

/** MASE of ours and of each baseline, at lead 1 and over all leads, the mean of the series. */
function bars(all: readonly PicturedSeries[], horizon: number): string {
  const width = (WIDTH - 2 * MARGIN - GAP) / 2;
  const first = meanScore(
    all.flatMap(({ scores }) => scores[0] ?? []),
    '',
    1,
  );
  const mean = meanScore(
    all.flatMap(({ scores }) => scores.at(-1) ?? []),
    '',
    'mean',
  );
  const chart = (score: LeadScore, title: string, x: number) =>
    element('g', { transform: `translate(${x} 0)` }, barChart(score, title, width));
  const of = all.length === 1 ? '' : `, mean of ${all.length} series`;
  const words = { 'font-size': 15, fill: INK };
  return [
    text(
      MARGIN,
      76,
      `Scaled error (MASE${of}): shorter is better, below 1 is better than to repeat the day before.`,
      words,
    ),
    text(
      MARGIN,
      96,
      'The line across a bar is the error of Presage from the origins at which that method was asked.',
      words,
    ),
    chart(first, 'One step ahead', MARGIN),
    horizon === 1 ? '' : chart(mean, `Mean over leads 1 … ${horizon}`, MARGIN + width + GAP),
  ].join('');
}

function barChart({ mase, baselines }: LeadScore, title: string, width: number): string {
  const [left, right] = [150, 50];
  const rows = [
    { name: 'Presage', value: mase, ours: null, colour: OURS },
    ...Object.entries(baselines).map(([name, score]) => {
      return { name: name.replaceAll('_', ' '), value: score.mase, ours: score.ours, colour: OTHERS };
    }),
  ];
  const largest = Math.max(...rows.map(({ value, ours }) => Math.max(value ?? 0, ours ?? 0))) || 1;
  const length = (value: number) => (value / largest) * (width - left - right);
  const drawn = rows.map(({ name, value, ours, colour }, index) => {
    const y = BARS_TOP + index * BAR;
    const size = length(value ?? 0);
    return [
      text(left - 10, y + 15, name, { 'text-anchor': 'end', fill: INK }),
      element('rect', { x: left, y: y + 3, width: size, height: BAR - 8, rx: 2, fill: colour }),
      text(left + size + 6, y + 15, value === null ? '–' : value.toFixed(3), { fill: INK }),
      ours === null
        ? ''
        : element('line', {
            ...{ x1: left + length(ours), x2: left + length(ours), y1: y + 1, y2: y + BAR - 3 },
            ...{ stroke: OURS, 'stroke-width': 2 },
          }),
    ].join('');
  });
  return text(0, BARS_TOP - 16, title, { 'font-weight': '600', fill: INK }) + drawn.join('');
}

function legend(y: number): string {
  const swatch = (x: number, attributes: Readonly<Record<string, string>>) =>
    element('rect', { x, y: y - 10, width: 22, height: 12, ...attributes });
  const stroke = (x: number, colour: string) =>
    element('line', { x1: x, x2: x + 22, y1: y - 4, y2: y - 4, stroke: colour, 'stroke-width': 2 });
  return [
    ...[stroke(MARGIN, INK), text(MARGIN + 30, y, 'real')],
    ...[stroke(MARGIN + 90, OURS), text(MARGIN + 120, y, 'forecast')],
    ...[swatch(MARGIN + 210, { fill: OURS, 'fill-opacity': '0.28' }), text(MARGIN + 240, y, '80 % interval')],
    ...[swatch(MARGIN + 370, SHADE_95), text(MARGIN + 400, y, '95 % interval')],
  ].join('');
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function panel({ grid, scores, made }: PicturedSeries, size: Size, options: PictureOptions, index: number): string {
  const { width, height } = size;
  const { series, start, values } = grid;
  const { horizon, zone } = options;
  const from = Math.max(0, values.length - 1 - stepsShown(horizon));
  const to = values.length - 1;
  const drawn = made.filter(({ origin }) => origin >= from && isPictured(grid, origin, horizon));
  const [low, high] = rangeOf(values.subarray(from), drawn);
  const left = 52;
  const x = (step: number) => left + ((step - from) / Math.max(1, to - from)) * (width - left);
  const y = (value: number) => height - ((value - low) / (high - low)) * height;
  const fans = drawn.map(({ origin, forecast }) => {
    const leads = Math.min(horizon, to - origin);
    // A fan opens at the value that was known.
    const line = (column: readonly number[]): Point[] =>
      [values[origin]!, ...column.slice(0, leads)].map((value, lead) => ({ x: x(origin + lead), y: y(value) }));
    return [
      element('path', { d: areaPath(line(forecast.upper95), line(forecast.lower95)), ...SHADE_95 }),
      element('path', { d: areaPath(line(forecast.upper80), line(forecast.lower80)), ...SHADE_80 }),
      element('path', { d: linePath(line(forecast.mean)), fill: 'none', stroke: OURS, 'stroke-width': 1.6 }),
    ].join('');
  });
  const real = Array.from(values.subarray(from), (value, step) => ({ x: x(from + step), y: y(value) }));
  const clip = `panel-${index}`;
  return [
    text(0, -28, shortened(series.field, width / 9), { 'font-weight': '600', fill: INK }),
    text(0, -10, scoreWords(scores), { 'font-size': 12 }),
    ...roundTicks(low, high, 5).map(
      (value) =>
        element('line', { x1: left, x2: width, y1: y(value), y2: y(value), stroke: LINE }) +
        text(left - 6, y(value) + 4, shortNumber(value), { 'text-anchor': 'end', 'font-size': 12 }),
    ),
    ...timeTicks(start + from * series.step, start + to * series.step, Math.floor(width / 70), zone).map(
      ({ time, words }) => {
        const at = x((time - start) / series.step);
        const tick = element('line', { x1: at, x2: at, y1: height, y2: height + 5, stroke: OTHERS });
        return tick + text(at, height + 19, words, { 'text-anchor': 'middle', 'font-size': 12 });
      },
    ),
    element('clipPath', { id: clip }, element('rect', { x: left, y: 0, width: width - left, height })),
    element(
      'g',
      { 'clip-path': `url(#${clip})` },
      fans.join('') + element('path', { d: linePath(real), fill: 'none', stroke: INK, 'stroke-width': 1.4 }),
    ),
    element('line', { x1: left, x2: width, y1: height, y2: height, stroke: OTHERS }),
  ].join('');
}

/** The range of what came and was forecast; of the intervals no more than as much again on either side. */
function rangeOf(values: Float64Array, drawn: readonly OriginForecast[]): [number, number] {
  const lines = [...values, ...drawn.flatMap(({ forecast }) => forecast.mean)].filter(Number.isFinite);
  const edges = drawn.flatMap(({ forecast }) => [...forecast.lower95, ...forecast.upper95]).filter(Number.isFinite);
  if (lines.length === 0) return [0, 1];
  const [least, most] = [lines.reduce((a, b) => Math.min(a, b)), lines.reduce((a, b) => Math.max(a, b))];
  const room = most - least || Math.abs(most) || 1;
  const low = Math.max(
    least - room,
    edges.reduce((a, b) => Math.min(a, b), least),
  );
  const high = Math.min(
    most + room,
    edges.reduce((a, b) => Math.max(a, b), most),
  );
  return low < high ? [low, high] : [low - room / 2, high + room / 2];
}

function scoreWords(scores: readonly LeadScore[]): string {
  const [first, mean] = [scores[0], scores.at(-1)];
  const error = (value: number | null | undefined) => value?.toFixed(2) ?? '–';
  const share = (value: number | null | undefined) => (value == null ? '–' : `${Math.round(100 * value)} %`);
  return `MASE ${error(first?.mase)}, mean ${error(mean?.mase)} · ${share(mean?.coverage80)} inside 80 %`;
}

const shortened = (name: string, length: number) => {
  const characters = Array.from(name);
  return characters.length <= length ? name : `${characters.slice(0, Math.floor(length) - 1).join('')}…`;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TICK_STEPS = [
  HOUR / 60,
  HOUR / 12,
  HOUR / 4,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  28 * DAY,
  91 * DAY,
  364 * DAY,
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** At most about `most` round times on the clock of a zone: the hour, or the day where one begins. */
function timeTicks(from: number, to: number, most: number, zone: Zone): { time: number; words: string }[] {
  const step = TICK_STEPS.find((candidate) => (to - from) / candidate <= most) ?? to - from;
  const offset = zone.offset(from);
  const first = Math.ceil((from + offset) / step);
  const count = Math.max(0, Math.floor((to + offset) / step) - first + 1);
  return Array.from({ length: count }, (_, index) => {
    const wall = (first + index) * step;
    const [date, clock] = new Date(wall).toISOString().split('T') as [string, string];
    const day = `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]}`;
    return { time: wall - offset, words: wall % DAY === 0 ? day : clock.slice(0, 5) };
  });
}
