import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');

// Garbage of polls and log lines fills whatever room it is given: the 64 MiB twice that V8 takes where there is much memory
// are of no use.
test.each(['package.json', 'docker/backend.Dockerfile', 'scripts/bench.mjs'])(
  '%s starts Node.js with the same room for young objects',
  (file) => {
    const text = readFileSync(join(repository, file), 'utf8');
    expect(text.match(/--max-semi-space-size=\d+/g)).toEqual(['--max-semi-space-size=32']);
  },
);
