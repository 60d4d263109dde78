import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import english from './locales/en-US/presage-netops-app.json';
import russian from './locales/ru-RU/presage-netops-app.json';

const PLURAL = /_(zero|one|two|few|many|other)$/;

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`.replace(PLURAL, '')] : keysOf(value, `${path}${key}.`)
  );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'dist' ? [] : sourcesBelow(path);
    }
    return /\.tsx?$/.test(path) && !path.includes('.test.') ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('translations', () => {
  const used = [__dirname, join(__dirname, '../preview')]
    .flatMap(sourcesBelow)
    .flatMap((text) => [
      ...[...text.matchAll(/\bt\(\s*'([a-z0-9.-]+)'/gi)].map(([, key]) => key),
      ...[...text.matchAll(/i18nKey="([^"]+)"/g)].map(([, key]) => key),
    ]);
  const unique = (keys: string[]) => [...new Set(keys)].sort();

  it.each([
    ['English', english],
    ['Russian', russian],
  ])('%s has every text that is used, and no other', (_name, texts) => {
    expect(used.length).toBeGreaterThan(20);
    expect(unique(keysOf(texts))).toEqual(unique(used));
  });
});
