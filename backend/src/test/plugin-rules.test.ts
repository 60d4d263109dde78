import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

// The rules of Grafana's plugin validator that can be held without a network, and of plugin.json's published schema as
// far as its members are used here.

const plugin = resolve(import.meta.dirname, '../../../plugin');
const source = join(plugin, 'src');
const read = (path: string) => readFileSync(join(plugin, path), 'utf8');

const path = z.string().regex(/^[\w./-]+$/);
const link = z.strictObject({ name: z.string().min(1), url: z.url() });
const info = z.strictObject({
  keywords: z.array(z.string()).min(1),
  description: z.string().min(20).max(300),
  author: z.strictObject({ name: z.string().min(1), email: z.email().optional(), url: z.url().optional() }),
  logos: z.strictObject({ small: path, large: path }),
  links: z.array(link).optional(),
  screenshots: z.array(z.strictObject({ name: z.string().min(1), path })),
  version: z.literal('%VERSION%'),
  updated: z.literal('%TODAY%'),
});
const include = z.strictObject({
  type: z.enum(['panel', 'datasource', 'page', 'dashboard']),
  name: z.string().min(1),
  path: z.string().min(1),
  role: z.enum(['Admin', 'Editor', 'Viewer']).optional(),
  action: z.string().optional(),
  addToNav: z.boolean().optional(),
  defaultNav: z.boolean().optional(),
  icon: z.string().optional(),
});
const common = {
  $schema: z.url(),
  name: z.string().regex(/^[A-Z][A-Za-z ]+$/),
  info,
  languages: z.array(z.string().regex(/^[a-z]{2}-[A-Z]{2}$/)).optional(),
  dependencies: z.strictObject({
    grafanaDependency: z.string().regex(/^>=\d+\.\d+\.\d+(-0)?$/),
    plugins: z.array(z.never()),
  }),
};
const id = (type: string) => z.string().regex(new RegExp(`^[a-z0-9]+-[a-z0-9]+-${type}$`));
const manifest = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('app'), id: id('app'), includes: z.array(include) }),
  z.strictObject({ ...common, type: z.literal('panel'), id: id('panel'), skipDataQuery: z.boolean().optional() }),
  z.strictObject({
    ...common,
    type: z.literal('datasource'),
    id: id('datasource'),
    metrics: z.boolean(),
    logs: z.boolean().optional(),
    alerting: z.boolean(),
    annotations: z.boolean(),
    backend: z.literal(true),
    executable: z.string().regex(/^gpx_\w+$/),
    queryOptions: z.strictObject({ maxDataPoints: z.boolean(), minInterval: z.boolean() }).optional(),
  }),
]);

const files = globSync('**/plugin.json', { cwd: source }).toSorted();
const manifests = files.map((file) => ({ file, json: JSON.parse(read(`src/${file}`)) }));
const code = globSync('**/*.{ts,tsx}', { cwd: source }).filter((file) => !/\.test\.tsx?$/.test(file));

describe.each(manifests.map((one) => [one.file, one.json] as const))('%s', (file, json) => {
  test('has the members that Grafana knows, in its form', () => {
    manifest.parse(json);
  });

  test('names pictures that there are, and that cannot run anything', () => {
    const { logos, screenshots } = manifest.parse(json).info;
    for (const logo of new Set(Object.values(logos))) {
      const svg = read(join('src', dirname(file), logo));
      expect(logo).toMatch(/\.svg$/);
      expect(svg).toMatch(/<svg/);
      expect(svg).not.toMatch(/<script|<foreignObject|\son\w+=|javascript:|href="http/i);
    }
    for (const { path: picture } of screenshots) {
      expect(picture).toMatch(/\.(png|jpe?g|gif|svg)$/);
      expect(existsSync(join(source, dirname(file), picture)), picture).toBe(true);
    }
  });

  test('has a module beside it', () => {
    const folder = join(source, dirname(file));
    expect(['module.ts', 'module.tsx'].filter((name) => existsSync(join(folder, name)))).toHaveLength(1);
  });
});

describe('the app', () => {
  const app = manifest.parse(manifests.find(({ file }) => file === 'plugin.json')!.json);

  test('includes every nested plugin by path and type, and pages of its own', () => {
    if (app.type !== 'app') throw new Error('the outer plugin is not an app');
    const nested = manifests
      .filter(({ file }) => file !== 'plugin.json')
      .map(({ file, json }) => ({ type: json.type, name: json.name, path: file }));
    const plugins = app.includes.filter(({ type }) => type === 'panel' || type === 'datasource');
    const byPath = (list: { path: string }[]) => list.toSorted((a, b) => a.path.localeCompare(b.path));
    expect(byPath(plugins)).toEqual(byPath(nested));
    for (const page of app.includes.filter(({ type }) => type === 'page')) {
      expect(page.path).toMatch(/^(\/a\/(%PLUGIN_ID%|presage-netops-app)|\/plugins\/presage-netops-app)(\/|$)/);
    }
  });

  test('has the version of its package in the changelog, a licence and a readme', () => {
    const { version, license } = JSON.parse(read('package.json'));
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(read('CHANGELOG.md')).toContain(`## ${version}`);
    expect(license).toBe('Apache-2.0');
    expect(read('LICENSE')).toContain('Apache License');
    expect(read('src/README.md').length).toBeGreaterThan(200);
    expect(read('src/README.md')).not.toMatch(/lorem|template|TODO/i);
  });

  test('ships no JSON but manifests, translations and schemas', () => {
    const json = globSync('**/*.json', { cwd: source }).filter((name) => !/(^|\/)plugin\.json$/.test(name));
    for (const name of json) expect(name).toMatch(/^locales\/|\.schema\.json$/);
  });

  test('writes nothing to the console, asks nothing in dialogs of the browser, and opens no window with an opener', () => {
    for (const name of code) {
      const text = read(`src/${name}`);
      expect(text, name).not.toMatch(/\bconsole\.\w+\(/);
      expect(text, name).not.toMatch(/\b(alert|confirm|prompt)\(['"`]/);
      for (const [call] of text.matchAll(/window\.open\([^)]*\)/g)) expect(call, name).toMatch(/noopener/);
      expect(text, name).not.toMatch(/__SECRET_INTERNALS|window\.(parent|top|grafanaBootData)\b/);
    }
  });
});
