import { padded } from '../../backend/src/forecast/net/memory.ts';
import type { Kernel } from './kernel.ts';

/** Rows and columns of a tile of the product. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Steps of a product whose operands fit the fastest cache together. */
const LONGEST = 160;
const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Numbers of working space that `createProducts` needs. */
export const PANEL = LONGEST * TILE_COLUMNS;

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

/** Adds A·B to C, or Aᵀ·B. */
export interface Products {
  add(a: Matrix, b: Matrix, c: Matrix): void;
  addTransposed(a: Matrix, b: Matrix, c: Matrix): void;
}

/** A matrix in a part of an allocated array, from a place on. */
export function matrixAt(array: Float32Array, at: number, rows: number, columns: number): Matrix {
  const stride = padded(columns);
  return { rows, columns, stride, values: array.subarray(at, at + padded(rows) * stride) };
}

/** Numbers that a matrix takes. */
export const room = (rows: number, columns: number): number => padded(rows) * padded(columns);

/** Products of matrices in the memory of the kernel, with `PANEL` numbers of working space in it. */
export function createProducts(kernel: Kernel, panel: Float32Array): Products {
  const product = (a: Matrix, aRow: number, aStep: number, depth: number, b: Matrix, c: Matrix) => {
    const parts = Math.ceil(depth / LONGEST);
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((part * depth) / parts);
      const to = Math.floor(((part + 1) * depth) / parts);
      kernel.multiplyAdd(
        a.values.byteOffset + from * aStep,
        aRow,
        aStep,
        b.values.byteOffset + from * b.stride * BYTES,
        b.stride * BYTES,
        c.values.byteOffset,
        c.stride * BYTES,
        Math.ceil(c.rows / TILE_ROWS) * TILE_ROWS,
        c.stride,
        to - from,
        panel.byteOffset,
      );
    }
  };
  return {
    add: (a, b, c) => product(a, a.stride * BYTES, BYTES, a.columns, b, c),
    addTransposed: (a, b, c) => product(a, BYTES, a.stride * BYTES, a.rows, b, c),
  };
}
