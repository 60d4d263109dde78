/** Text as it may stand in XML, in elements and attributes; characters that XML does not know are left out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNKNOWN_TO_XML, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNKNOWN_TO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export type Attributes = Readonly<Record<string, string | number>>;

/** An element; coordinates are rounded to a tenth of a pixel. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    return ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`;
  });
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

export const text = (x: number, y: number, words: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escaped(words));

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Path data of a line through the points, interrupted where one is not finite. */
export function linePath(points: readonly Point[]): string {
  let draws = false;
  let path = '';
  for (const { x, y } of points) {
    const drawn = Number.isFinite(y);
    if (drawn) path += `${draws ? 'L' : 'M'}${rounded(x)} ${rounded(y)}`;
    draws = drawn;
  }
  return path;
}

/** Path data of the area between two lines over the same x. */
export const areaPath = (upper: readonly Point[], lower: readonly Point[]): string =>
  `${linePath([...upper, ...lower.toReversed()])}Z`;

const rounded = (value: number) => String(Math.round(value * 10) / 10);

/** Two to `most` round numbers (1, 2 or 5 times a power of ten apart) within a range. */
export function roundTicks(from: number, to: number, most: number): number[] {
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least);
  if (step === undefined || !Number.isFinite(step)) return [];
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'];

/** A number in few characters, such as 1.2M. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e18)) return value.toExponential(1);
  const power = size < 1 ? 0 : Math.min(PREFIXES.length - 1, Math.floor(Math.log10(size) / 3));
  return `${Number((value / 1000 ** power).toPrecision(4))}${PREFIXES[power]}`;
}
