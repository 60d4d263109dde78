import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

/** The text of each WebAssembly module of the project; its bytes are kept beside it. */
export const KERNELS = [
  join(import.meta.dirname, 'kernel.wat'),
  join(import.meta.dirname, '../../backend/src/forecast/net/kernel.wat'),
];

/** The path of a module's bytes. */
export const bytesPath = (textPath: string) => textPath.replace(/\.wat$/, '.wasm');

/** The bytes of a WebAssembly module, of the path of its text. */
export async function compile(textPath: string): Promise<Uint8Array> {
  const tools = await wabt();
  const module = tools.parseWat(textPath, readFileSync(textPath, 'utf8'), { simd: true });
  return module.toBinary({}).buffer;
}

if (import.meta.main) for (const path of KERNELS) writeFileSync(bytesPath(path), await compile(path));
