import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './presage.ts';

const repository = resolve(import.meta.dirname, '../../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-run-grafana-'));
  mkdirSync(join(folder, 'plugin/dist/datasource'), { recursive: true });
  writeFileSync(join(folder, 'plugin/dist/plugin.json'), '{"id": "presage-netops-app"}');
  writeFileSync(join(folder, 'plugin/dist/datasource/plugin.json'), '{"id": "presage-netops-datasource"}');
  symlinkSync(join(repository, 'provisioning'), join(folder, 'provisioning'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `npm run grafana` in the folder; answers what it said, its exit code, and the process. */
function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(repository, 'scripts/grafana.mjs')], { cwd: folder, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, said: () => said };
}

test('starts Grafana with the plugin, its provisioning and a data folder that goes with it', async () => {
  const home = join(folder, 'home');
  const told = join(folder, 'told');
  mkdirSync(join(home, 'bin'), { recursive: true });
  mkdirSync(join(home, 'conf'));
  writeFileSync(join(home, 'conf/defaults.ini'), '');
  writeFileSync(
    join(home, 'bin/grafana'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >${told}.new && mv ${told}.new ${told}\nexec sleep 60\n`,
  );
  chmodSync(join(home, 'bin/grafana'), 0o755);
  const { child, ended, said } = run({ PATH: process.env.PATH!, GRAFANA_HOME: home, GRAFANA_PORT: '3999' });
  await until(
    async () => existsSync(told),
    (there) => there,
  );
  const args = readFileSync(told, 'utf8').trim().split('\n');
  const setting = (key: string) => args.find((arg) => arg.startsWith(`cfg:${key}=`))?.slice(`cfg:${key}=`.length);
  expect(args.slice(0, 3)).toEqual(['server', '--homepath', home]);
  expect(setting('server.http_addr')).toBe('127.0.0.1');
  expect(setting('plugins.allow_loading_unsigned_plugins')!.split(',').toSorted()).toEqual([
    'presage-netops-app',
    'presage-netops-datasource',
  ]);
  expect(existsSync(join(setting('paths.provisioning')!, 'datasources/presage.yaml'))).toBe(true);
  expect(existsSync(join(setting('paths.plugins')!, 'presage-netops-app/datasource/plugin.json'))).toBe(true);
  expect(existsSync(setting('dashboards.default_home_dashboard_path')!)).toBe(true);
  expect(said()).toContain('http://127.0.0.1:3999/');
  child.kill('SIGTERM');
  await ended;
  expect(existsSync(setting('paths.data')!)).toBe(false);
});

test('says what is missing where there is no Grafana', async () => {
  const nowhere = run({ PATH: '/nonexistent' });
  expect(await nowhere.ended).toBe(1);
  expect(nowhere.said()).toMatch(/No Grafana found: install Grafana 12\.3 or newer, or set GRAFANA_HOME/);
  const wrong = run({ PATH: '/nonexistent', GRAFANA_HOME: folder });
  expect(await wrong.ended).toBe(1);
  expect(wrong.said()).toContain('expected bin/grafana and conf/defaults.ini in it');
});
