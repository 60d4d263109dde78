import { expect, test } from 'vitest';
import { zone } from '../model/zone.ts';
import { backtest, gridOf, type OriginForecast } from './backtest.ts';
import { isPictured, type PicturedSeries, picture } from './backtest-picture.ts';
import { scoring } from './backtest-scores.ts';
import { createNaiveBaselines } from './baselines/baselines.ts';
import { hourly, hourlySeries, rhythm } from './suite.ts';

const rivals = createNaiveBaselines().map((baseline) => ({ baseline, every: 1 }));

function pictured(name: string, horizon = 24, value = rhythm, train = 120): PicturedSeries {
  const grid = gridOf(hourly(hourlySeries(name), 0, 200, value)[0]!);
  const score = scoring(grid, { train, horizon, rivals });
  const made: OriginForecast[] = [];
  for (const one of backtest(grid, { train, horizon, rivals })) {
    score.add(one);
    if (isPictured(grid, one.origin, horizon)) made.push(one);
  }
  return { grid, scores: score.scores(), made };
}

const draw = (all: readonly PicturedSeries[], horizon = 24, title = 'a file') =>
  picture(all, { title, horizon, zone: zone('Europe/Ulyanovsk') });

/** Names of the elements in the order in which they begin; throws where the XML is not well-formed. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-zA-Z]+)((?: [\w-]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*)(\/?)>/g,
    (_, end, name, __, empty) => {
      if (end) expect(open.pop()).toBe(name);
      else names.push(name);
      if (!end && !empty) open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest.replace(/&#\d+;/g, '')).not.toMatch(/[<&]/);
  return names;
}

/** Every number of an attribute that is a place or a size. */
const numbersOf = (svg: string) =>
  [...svg.matchAll(/ (?:x|y|x1|x2|y1|y2|width|height|d|transform)="([^"]*)"/g)].flatMap(
    ([, text]) => text!.match(/[a-z]*N[a-zA-Z]*|Infinity/g) ?? [],
  );

test.each([1, 2, 4, 5, 12])('%d series: each has its panel and its line', (count) => {
  const svg = draw(Array.from({ length: count }, (_, index) => pictured(`s${index}`)));
  expect(elementsOf(svg).filter((name) => name === 'clipPath')).toHaveLength(count);
  for (let index = 0; index < count; index++) expect(svg).toContain(`>s${index}</text>`);
  expect(svg).not.toContain('series are shown');
});

test('of thirty series the first twelve are drawn, and it says so', () => {
  const one = pictured('many');
  const svg = draw(Array.from({ length: 30 }, () => one));
  expect(elementsOf(svg).filter((name) => name === 'clipPath')).toHaveLength(12);
  expect(svg).toContain('The first 12 of 30 series are shown.');
});

test.each([1, 24, 48, 144])('forecasts of %d steps follow each other up to the end', (horizon) => {
  const { grid, made } = pictured('a', horizon, rhythm, 48);
  expect(made.at(-1)!.origin).toBe(199 - horizon);
  for (const [index, { origin }] of made.entries()) {
    if (index > 0) expect(origin - made[index - 1]!.origin).toBe(horizon);
    expect((grid.values.length - 1 - origin) % horizon).toBe(0);
  }
});

test.each([
  ['a constant', () => 5],
  ['zeros', () => 0],
  ['a value that is far too large', (hour: number) => (hour === 150 ? 1e18 : rhythm(hour))],
  ['tiny values', (hour: number) => rhythm(hour) * 1e-12],
])('%s can be drawn', (_, value) => {
  const svg = draw([pictured('a', 24, value)]);
  elementsOf(svg);
  expect(numbersOf(svg)).toEqual([]);
});

test('names and titles of any characters are text', () => {
  const svg = draw([pictured('</text><script>&"\u0001')], 24, '<b>&amp;');
  expect(elementsOf(svg)).not.toContain('script');
  expect(svg).toContain('&#60;b&#62;&#38;amp;');
});

test('the bars show every method by name with its error', () => {
  const one = pictured('a', 24, (hour) => rhythm(hour) + (hour % 7));
  const svg = draw([one]);
  for (const [name, { mase }] of Object.entries(one.scores.at(-1)!.baselines)) {
    expect(svg).toContain(`>${name.replaceAll('_', ' ')}</text>`);
    expect(svg).toContain(`>${mase!.toFixed(3)}</text>`);
  }
  expect(svg).toContain(`>${one.scores.at(-1)!.mase!.toFixed(3)}</text>`);
});
