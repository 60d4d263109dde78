import { createRequire } from 'node:module';
import type ARIMA from 'arima';

/** Requires files of the package by their relative paths. */
const load = createRequire(createRequire(import.meta.url).resolve('arima'));

/** The library put together as it does itself, but silent: what its code in C prints would stand in the output of commands. */
export function quietArima(): typeof ARIMA {
  const createModule = load('./wasm/native-sync.js');
  const silent = () => {};
  return load('./load.js')(
    createModule({ wasmBinary: load('./wrapper/native.bin.js'), print: silent, printErr: silent }),
  );
}
