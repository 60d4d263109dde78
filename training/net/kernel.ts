import { instantiate } from '../../backend/src/forecast/net/memory.ts';

/** The functions of kernel.wat, where they are explained. */
export interface Kernel {
  multiplyAdd(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bStep: number,
    c: number,
    cRow: number,
    rows: number,
    columns: number,
    depth: number,
    panel: number,
  ): void;
  leak(at: number, length: number, above: number, below: number): void;
  leakSlopes(slopes: number, values: number, length: number, above: number, below: number): void;
}

export const createKernel = (memory: WebAssembly.Memory): Kernel =>
  instantiate<Kernel>(new URL('kernel.wasm', import.meta.url), memory);
