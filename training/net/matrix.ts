import { readFileSync } from 'node:fs';

/** Columns of a tile of the product, in which all rows are counted. */
const TILE = 8;
/** Steps of a product whose operands fit the fastest cache together. */
const LONGEST = 160;
const PAGE = 65_536;

/**
 * A matrix in the memory of the product, row by row. Rows and columns are filled up to whole tiles: `stride` numbers a row,
 * those beyond `columns` being 0.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly values: Float32Array;
}

export const padded = (length: number): number => Math.ceil(length / TILE) * TILE;

/** Adds A·B to C, or Aᵀ·B. */
export interface Products {
  add(a: Matrix, b: Matrix, c: Matrix): void;
  addTransposed(a: Matrix, b: Matrix, c: Matrix): void;
}

/** Zeroed arrays of these lengths, one after another in a memory where `products` can work. */
export function allocate<Name extends string>(lengths: Record<Name, number>) {
  const names = Object.keys(lengths) as Name[];
  const panel = LONGEST * TILE;
  const total = names.reduce((sum, name) => sum + padded(lengths[name]), panel);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((total * 4) / PAGE) });
  let at = panel * 4;
  const arrays = {} as Record<Name, Float32Array>;
  for (const name of names) {
    arrays[name] = new Float32Array(memory.buffer, at, lengths[name]);
    at += padded(lengths[name]) * 4;
  }
  return { arrays, products: createProducts(memory) };
}

/** A matrix in a part of an allocated array, from a place on, and the place after it. */
export function matrixAt(array: Float32Array, at: number, rows: number, columns: number): Matrix {
  const stride = padded(columns);
  return { rows, columns, stride, values: array.subarray(at, at + padded(rows) * stride) };
}

/** Numbers that a matrix takes. */
export const room = (rows: number, columns: number): number => padded(rows) * padded(columns);

type MultiplyAdd = (
  ...numbers: [
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
  ]
) => void;

function createProducts(memory: WebAssembly.Memory): Products {
  const module = new WebAssembly.Module(readFileSync(new URL('gemm.wasm', import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { training: { memory } });
  const multiplyAdd = exports.multiplyAdd as MultiplyAdd;

  const product = (a: Matrix, aRow: number, aStep: number, depth: number, b: Matrix, c: Matrix) => {
    const parts = Math.ceil(depth / LONGEST);
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((part * depth) / parts);
      const to = Math.floor(((part + 1) * depth) / parts);
      multiplyAdd(
        a.values.byteOffset + from * aStep,
        aRow,
        aStep,
        b.values.byteOffset + from * b.stride * 4,
        b.stride * 4,
        c.values.byteOffset,
        c.stride * 4,
        Math.ceil(c.rows / 4) * 4,
        c.stride,
        to - from,
        0,
      );
    }
  };
  return {
    add: (a, b, c) => product(a, a.stride * 4, 4, a.columns, b, c),
    addTransposed: (a, b, c) => product(a, 4, a.stride * 4, a.rows, b, c),
  };
}
