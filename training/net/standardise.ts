/** Added to deviations, so that inputs that hardly vary do not grow large. */
const LEAST_DEVIATION = 1e-3;

/** Mean and deviation of each column of n × `columns` inputs, by probability. A constant column is left as it is: 0 and 1. */
export function standardisationOf(inputs: Float32Array, columns: number, probabilities: Float64Array) {
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  eachValue(inputs, columns, (value, column, row) => {
    means[column]! += (value * probabilities[row]!) / total;
  });
  eachValue(inputs, columns, (value, column, row) => {
    squares[column]! += ((value - means[column]!) ** 2 * probabilities[row]!) / total;
  });
  const constant = (column: number) => squares[column]! < 1e-12;
  return {
    mean: Float32Array.from(means, (mean, column) => (constant(column) ? 0 : mean)),
    deviation: Float32Array.from(squares, (square, column) =>
      constant(column) ? 1 : Math.sqrt(square) + LEAST_DEVIATION,
    ),
  };
}

function eachValue(
  inputs: Float32Array,
  columns: number,
  visit: (value: number, column: number, row: number) => void,
): void {
  for (let at = 0, row = 0; at < inputs.length; row++) {
    for (let column = 0; column < columns; column++, at++) visit(inputs[at]!, column, row);
  }
}
