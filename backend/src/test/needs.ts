import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');

/** The path of an executable on PATH, or undefined. */
export function findExecutable(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/**
 * The path of a program that a test needs. Where it is absent the reason is printed and undefined answered, so that the
 * test can be skipped (`describe.skipIf(!path)`); on CI its absence is an error, or a hole in the tests would look green.
 */
export function neededExecutable(name: string, debianPackage: string): string | undefined {
  const path = findExecutable(name);
  if (!path) absent(`${name} is not installed (apt-get install ${debianPackage})`);
  return path;
}

/** The same for a file that a package brings and this user may read. */
export function neededFile(path: string, debianPackage: string): string | undefined {
  if (existsSync(path)) return path;
  absent(`${path} is absent or may not be read (apt-get install ${debianPackage}, as root)`);
  return undefined;
}

/** The path of a file or folder of the shared data (`PRESAGE_SHARED`, default `../shared`), or undefined as above. */
export function sharedPath(path: string): string | undefined {
  const full = resolve(repository, process.env.PRESAGE_SHARED ?? '../shared', path);
  if (existsSync(full)) return full;
  absent(`${full} is absent (set PRESAGE_SHARED to the folder of the shared data)`);
  return undefined;
}

function absent(message: string): void {
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`skipped: ${message}\n`);
}
