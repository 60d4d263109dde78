import { chmodSync } from 'node:fs';
import path from 'node:path';

import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Compiler, Configuration } from 'webpack';

import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** The names under which Grafana looks for the data source's executable: one start script serves them all. */
const executables = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'].map(
  (platform) => `datasource/gpx_presage_${platform}`
);

/** Makes the start scripts executable: webpack writes plain files, and Grafana does not start one. */
const makeExecutable = {
  apply(compiler: Compiler) {
    compiler.hooks.afterEmit.tap('MakeExecutable', ({ outputOptions }) => {
      for (const name of executables) {
        chmodSync(path.join(outputOptions.path ?? 'dist', name), 0o755);
      }
    });
  },
};

/** The scaffold's configuration copies only the app's own logo and knows no start script. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await grafanaConfig(env);
  const patterns = [
    { from: '**/img/**', to: '.' },
    ...executables.map((to) => ({ from: 'datasource/gpx_presage.sh', to, toType: 'file' as const })),
  ];
  return { ...base, plugins: [...(base.plugins ?? []), new CopyWebpackPlugin({ patterns }), makeExecutable] };
}
