import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { bytesPath, compile, KERNELS } from '../../../../training/net/compile-kernels.ts';

const repository = resolve(import.meta.dirname, '../../../..');

test.each(KERNELS.map((path) => [relative(repository, path), path]))('%s is compiled as it is now', async (_, path) => {
  const compiled = await compile(path);
  expect(Buffer.from(compiled).equals(readFileSync(bytesPath(path))), 'run node training/net/compile-kernels.ts').toBe(
    true,
  );
});
