// node backend/src/parse/billing-radius/compile.ts: compiles wasm/lines.ts, AssemblyScript, to wasm/lines.wasm.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** The compiled module. */
export const SCANNER = join(import.meta.dirname, 'wasm/lines.wasm');

const NAME = 'lines';
/** Pages of 65 536 octets, up to the end of the rows. */
const PAGES = 6;
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'relaxed-simd'];

/** The bytes of the module, of its text as it is now. Throws what the compiler says. */
export async function compileScanner(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [`${NAME}.ts`, ...OPTIONS, '--initialMemory', `${PAGES}`, '--outFile', `${NAME}.wasm`],
    {
      readFile: (name) => {
        try {
          return readFileSync(join(import.meta.dirname, 'wasm', name), 'utf8');
        } catch {
          // The compiler asks for a module under several names.
          return null;
        }
      },
      writeFile: (_, content) => {
        bytes = content as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (!bytes) throw new Error(`${stderr}`, { cause: error });
  return bytes;
}

if (import.meta.main) writeFileSync(SCANNER, await compileScanner());
