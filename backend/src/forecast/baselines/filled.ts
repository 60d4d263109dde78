/** The values with each missing one replaced by that of the day before, or by the newest there was; zeros at the worst. */
export function filled(values: Float64Array, day: number): Float64Array {
  const result = Float64Array.from(values);
  let newest = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let index = 0; index < result.length; index++) {
    if (Number.isNaN(result[index]!)) result[index] = index >= day ? result[index - day]! : newest;
    else newest = result[index]!;
  }
  return result;
}
