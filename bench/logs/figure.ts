/** Prints a figure as a line of JSON; `reference` is what something else needs for the same. */
export function print(name: string, value: number, unit: string, bar: number | null, reference: number | null): void {
  const ratio = reference === null ? null : rounded(value / reference);
  const known = reference === null ? null : rounded(reference);
  const line = { name: `logs.${name}`, value: rounded(value), unit, bar, reference: known, ratio };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const rounded = (value: number) => Number(value.toPrecision(4));

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
