declare module 'fourier-transform' {
  /** Real and imaginary part of the transform of so many real values, a power of 2: of the frequencies 0 … half of them. Valid until the next call for as many. */
  export function fft(values: Float64Array): [Float64Array, Float64Array];
}
