import { basename, dirname } from 'node:path';

/** A file that is named, or those that are named together. */
export interface Pattern {
  /** The folder above the first name with a wildcard. */
  readonly root: string;
  /** Names below it: `*` and `?` stand for any characters and any one of a name, `**` for any folders. */
  readonly names: readonly string[];
  /** The path as it is written, where it has no wildcard: of a file with its rotated copies beside it, or of a folder. */
  readonly path: string | undefined;
}

const ANY_FOLDERS = '**';
/** Whether a name with wildcards stands for others. */
const isWild = (name: string) => /[*?]/.test(name);
/** What is found in a folder that is named instead of files. */
const WITHIN = [ANY_FOLDERS, '*'];

/** Reads an absolute path with wildcards; one that ends in a slash is a folder, of which all files are meant. */
export function parsePattern(text: string): Pattern {
  const names = text.split('/').filter((name) => name !== '');
  const wild = names.findIndex(isWild);
  if (names.at(-1) === ANY_FOLDERS) names.push('*');
  if (wild >= 0) return { root: `/${names.slice(0, wild).join('/')}`, names: names.slice(wild), path: undefined };
  if (text.endsWith('/')) return within(`/${names.join('/')}`);
  return { root: dirname(text), names: [basename(text)], path: text };
}

/** All files in a folder and the folders in it. */
export const within = (folder: string): Pattern => ({ root: folder, names: WITHIN, path: undefined });

/** Tests a name; what begins with a dot must be named so. */
export function nameTest(wildcards: string): (name: string) => boolean {
  if (!isWild(wildcards)) return (name) => name === wildcards;
  const expression = new RegExp(`^${sourceOf(wildcards)}$`, 's');
  return (name) => (name[0] !== '.' || wildcards[0] === '.') && expression.test(name);
}

/**
 * Tests whether a name may be that of a rotated copy: `radius.log.1`, `radius.log-20261129.gz`, or with the date before the
 * ending, `radius-20261129.log`.
 */
export function rotatedTest(name: string): (candidate: string) => boolean {
  const dot = name.lastIndexOf('.');
  const dated =
    dot > 0 && new RegExp(`^${sourceOf(name.slice(0, dot))}[-._]\\d[-._:T\\d]*${sourceOf(name.slice(dot))}`);
  return (candidate) =>
    candidate !== name && (candidate.startsWith(name) || (dated !== false && dated.test(candidate)));
}

/** Tests whether a path is meant by a pattern, as one of its files or a rotated copy of its file. */
export function pathTest({ root, names, path }: Pattern): (candidate: string) => boolean {
  if (path !== undefined) {
    const isRotated = rotatedTest(basename(path));
    return (candidate) => candidate === path || (dirname(candidate) === root && isRotated(basename(candidate)));
  }
  const source = names.map((name) =>
    name === ANY_FOLDERS
      ? '(?:/(?!\\.)[^/]+)*'
      : `/${isWild(name) && name[0] !== '.' ? '(?!\\.)' : ''}${sourceOf(name)}`,
  );
  const expression = new RegExp(`^${sourceOf(root === '/' ? '' : root)}${source.join('')}$`, 's');
  return (candidate) => expression.test(candidate);
}

const sourceOf = (wildcards: string) =>
  wildcards
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
