// npm run grafana: starts the Grafana of this machine (GRAFANA_HOME, or PATH) with the plugin and its provisioning, in a
// temporary data folder, beside a backend that runs already (npm start). Ctrl+C ends it and removes the folder.
// GRAFANA_PORT: default 3000; PRESAGE_GRAFANA_TOKEN: the backend's grafana.token, where it has one.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const PLUGIN = 'plugin/dist';

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The program and the home of Grafana: its folders conf and public. */
function findGrafana() {
  const { GRAFANA_HOME: home, PATH: path = '' } = process.env;
  const names = ['grafana', 'grafana-server'];
  const folders = home ? [join(home, 'bin')] : path.split(delimiter);
  const program = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  const homes = home ? [home] : [...(program ? [dirname(dirname(program))] : []), '/usr/share/grafana'];
  const found = homes.find((folder) => existsSync(join(folder, 'conf/defaults.ini')));
  if (program && found) return { program, home: found };
  return fail(
    home
      ? `GRAFANA_HOME=${home}: expected bin/grafana and conf/defaults.ini in it`
      : 'No Grafana found: install Grafana 12.3 or newer, or set GRAFANA_HOME to the folder it was unpacked to',
  );
}

const grafana = findGrafana();
if (!existsSync(join(PLUGIN, 'plugin.json'))) fail(`${PLUGIN} is absent: npm run build --workspace plugin makes it`);

const data = mkdtempSync(join(tmpdir(), 'presage-grafana-'));
const provisioning = join(data, 'provisioning');
spawnSync('sh', ['provisioning/prepare.sh', provisioning], { stdio: 'inherit' });
const plugins = join(data, 'plugins');
mkdirSync(plugins);
spawnSync('cp', ['-R', resolve(PLUGIN), join(plugins, 'presage-netops-app')], { stdio: 'inherit' });
const ids = globSync('**/plugin.json', { cwd: PLUGIN }).map(
  (path) => JSON.parse(readFileSync(join(PLUGIN, path), 'utf8')).id,
);
const port = process.env.GRAFANA_PORT ?? '3000';

const args = [
  ...(grafana.program.endsWith('grafana-server') ? [] : ['server']),
  ...['--homepath', grafana.home],
  ...[`cfg:paths.data=${data}`, `cfg:paths.logs=${data}`, `cfg:paths.plugins=${plugins}`],
  `cfg:paths.provisioning=${provisioning}`,
  ...['cfg:server.http_addr=127.0.0.1', `cfg:server.http_port=${port}`],
  `cfg:plugins.allow_loading_unsigned_plugins=${ids.join(',')}`,
  'cfg:plugins.preinstall_disabled=true',
  `cfg:dashboards.default_home_dashboard_path=${provisioning}/dashboards/presage/network.json`,
  ...['reporting_enabled', 'check_for_updates', 'check_for_plugin_updates'].map((key) => `cfg:analytics.${key}=false`),
  'cfg:log.level=warn',
];
process.stderr.write(`Grafana: http://127.0.0.1:${port}/ (admin, admin)\n`);
const child = spawn(grafana.program, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
child.on('error', (error) => {
  rmSync(data, { recursive: true, force: true });
  fail(`${grafana.program}: ${error.message}`);
});
child.on('close', (code) => {
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
