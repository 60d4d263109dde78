import { instantiate } from './memory.ts';

/** The functions of kernel.wat, where they are explained. */
export interface Kernel {
  addProduct(input: number, matrix: number, output: number, depth: number, width: number): void;
  leakyRelu(at: number, length: number, leak: number): void;
  leastSquares(
    covariance: number,
    features: number,
    projected: number,
    gain: number,
    size: number,
    forgetting: number,
  ): void;
}

export const createKernel = (memory: WebAssembly.Memory): Kernel =>
  instantiate<Kernel>(new URL('kernel.wasm', import.meta.url), memory);
