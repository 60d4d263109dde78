import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileScanner, SCANNER } from './compile.ts';

test('the scanner is compiled as it is now', async () => {
  const compiled = await compileScanner();
  expect(
    Buffer.from(compiled).equals(readFileSync(SCANNER)),
    'run node backend/src/parse/billing-radius/compile.ts',
  ).toBe(true);
}, 60_000);
