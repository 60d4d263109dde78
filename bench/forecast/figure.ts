/** One printed line. A bar is the most a value may be; for shares a range, for skills and gains (larger is better) the least. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: number | readonly [number, number] | undefined;
  /** What the same data gave a method to compare with, or the best published figure. */
  readonly reference?: number | undefined;
}

/** Prints a figure as a line of JSON; what is not known or cannot be computed is null. */
export function print({ name, value, unit, bar, reference }: Figure): void {
  const ratio = reference === undefined ? null : rounded(value / reference);
  const known = reference === undefined ? null : rounded(reference);
  const line = { name: `forecast.${name}`, value: rounded(value), unit, bar: bar ?? null, reference: known, ratio };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const rounded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);

export const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

export const geometricMean = (numbers: readonly number[]) => Math.exp(mean(numbers.map(Math.log)));
