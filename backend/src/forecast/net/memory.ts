import { readFileSync } from 'node:fs';

const PAGE = 65_536;
/** Numbers of float32 to which the arrays are filled up: two vectors. */
const UNIT = 8;

/** A length up to whole units. */
export const padded = (length: number): number => Math.ceil(length / UNIT) * UNIT;

/**
 * Zeroed arrays of these lengths in a memory of their own, in which WebAssembly works on them; each is followed by zeros up
 * to a whole unit.
 */
export function allocate<Name extends string>(lengths: Record<Name, number>) {
  const names = Object.keys(lengths) as Name[];
  const total = names.reduce((sum, name) => sum + padded(lengths[name]), 0);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((total * Float32Array.BYTES_PER_ELEMENT) / PAGE) });
  const arrays = {} as Record<Name, Float32Array>;
  let at = 0;
  for (const name of names) {
    arrays[name] = new Float32Array(memory.buffer, at, lengths[name]);
    at += padded(lengths[name]) * Float32Array.BYTES_PER_ELEMENT;
  }
  return { memory, arrays };
}

/** The functions of a compiled WebAssembly module, working in a memory. */
export function instantiate<Functions>(bytes: URL, memory: WebAssembly.Memory): Functions {
  const module = new WebAssembly.Module(readFileSync(bytes));
  return new WebAssembly.Instance(module, { net: { memory } }).exports as Functions;
}
