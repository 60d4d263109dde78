// node backend/src/parse/billing-radius/compile.ts: compiles wasm/lines.ts, AssemblyScript, to wasm/lines.wasm.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';

/** The compiled module. */
export const SCANNER = join(import.meta.dirname, 'wasm/lines.wasm');

const NAME = 'lines';
/** Pages of 65 536 octets, up to the end of the rows. */
const PAGES = 14;
const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'relaxed-simd'];

/** Functions up to these sizes are put in where they are called, in the measure of the optimizer. */
const INLINED = { always: 400, flexible: 1500, calledOnce: 5000 };

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
  return inlined(bytes);
}

/** The same module with most functions put in where they are called: a call costs as much as the reading of a short field. */
function inlined(bytes: Uint8Array): Uint8Array {
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SIMD128, RelaxedSIMD } =
    binaryen.Features;
  const module = binaryen.readBinary(bytes);
  module.setFeatures(
    MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | SIMD128 | RelaxedSIMD,
  );
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(INLINED.always);
  binaryen.setFlexibleInlineMaxSize(INLINED.flexible);
  binaryen.setOneCallerInlineMaxSize(INLINED.calledOnce);
  module.optimize();
  const result = module.emitBinary();
  module.dispose();
  return result;
}

if (import.meta.main) writeFileSync(SCANNER, await compileScanner());
