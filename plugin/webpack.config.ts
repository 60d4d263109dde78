import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';

import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** The scaffold's configuration copies only the app's own logo: nested plugins need theirs too. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await grafanaConfig(env);
  return {
    ...base,
    plugins: [...(base.plugins ?? []), new CopyWebpackPlugin({ patterns: [{ from: '**/img/**', to: '.' }] })],
  };
}
