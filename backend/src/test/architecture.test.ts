import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const sources = join(repository, 'backend/src');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/(^|\/)(node_modules|dist|\.config)\//.test(path))
    .filter((path) => statSync(path).isFile());
}

/** What a file imports from the project itself, as paths from the given folder. */
function ownImports(path: string, folder: string): string[] {
  const text = readFileSync(path, 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import\(|import|new URL\()\s*['"](\.[^'"]+)['"]/g)];
  return specifiers.map(([, specifier]) => relative(folder, resolve(dirname(path), specifier!)));
}

const isTest = (path: string) => /\.test\.tsx?$|\/suite\.ts$/.test(path);
const WIRING = new Set([
  'main.ts',
  'configuration.ts',
  'log-formats.ts',
  'polled-devices.ts',
  'demo.ts',
  'pipeline.ts',
  'import.ts',
  'parts.ts',
  'version.ts',
  'cli',
  'test',
]);
const files = filesBelow(sources).filter((path) => !isTest(path));

describe('rules of direction', () => {
  test.each(files.map((path) => [relative(sources, path), path]))('%s', (name, path) => {
    const [stage] = name.split(sep) as [string];
    const foreign = ownImports(path, sources).filter((target) => {
      const [other] = target.split(sep) as [string];
      if (stage === 'model') return other !== 'model' && !(other === 'errors.ts');
      if (stage === 'errors.ts') return true;
      if (WIRING.has(stage) && stage !== 'pipeline.ts') return false;
      if (stage === 'pipeline.ts') return other !== 'model' && other !== 'errors.ts';
      // The running service knows the way of the data, and still no implementation.
      if (stage === 'service' && other === 'pipeline.ts') return false;
      return other !== stage && other !== 'model' && other !== 'errors.ts';
    });
    expect(foreign).toEqual([]);
  });

  test('every folder is a stage or wiring that this test knows', () => {
    const known = [
      'aggregate',
      'collect',
      'config',
      'decide',
      'detect',
      'forecast',
      'model',
      'parse',
      'serve',
      'service',
      'simulate',
      'state',
      'store',
    ];
    const entries = readdirSync(sources).filter((name) => !WIRING.has(name) && name !== 'errors.ts' && !isTest(name));
    expect(entries).toEqual(known);
  });

  test('the plugin never imports the backend', () => {
    // Its tests in a browser start a real backend, as the backend's own tests do.
    const code = filesBelow(join(repository, 'plugin')).filter((path) => !/\/(browser-tests|bench)\//.test(path));
    const crossing = code.flatMap((path) =>
      ownImports(path, repository).filter((target) => target.startsWith('backend')),
    );
    expect(crossing).toEqual([]);
  });

  test('no file is longer than 500 lines', () => {
    const all = ['backend/src', 'plugin/src', 'plugin/preview', 'scripts', 'bench', 'training'].flatMap((folder) =>
      filesBelow(join(repository, folder)),
    );
    expect(all.filter((path) => readFileSync(path, 'utf8').split('\n').length > 500)).toEqual([]);
  });

  test('every error code is documented with what to do', () => {
    const codes = readFileSync(join(sources, 'errors.ts'), 'utf8')
      .match(/^ {2}[A-Z_]+(?=:)/gm)!
      .map((code) => code.trim());
    const documented =
      readFileSync(join(repository, 'docs/reference/errors.md'), 'utf8').match(/^### [A-Z_]+$/gm) ?? [];
    expect(documented.map((line) => line.slice(4)).toSorted()).toEqual(codes.toSorted());
  });
});
