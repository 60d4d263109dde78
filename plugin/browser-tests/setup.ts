import type { TestProject } from 'vitest/node';

import { startGrafana } from './grafana.ts';
import { startNetwork } from './presage.ts';

declare module 'vitest' {
  interface ProvidedContext {
    host: { url: string; now: number };
  }
}

/** One demo network and one host for all files. */
export default async function setup(project: TestProject) {
  const network = await startNetwork();
  const grafana = await startGrafana(network.address);
  project.provide('host', { url: grafana.url, now: await network.now() });
  return async () => {
    await grafana.close();
    await network.close();
  };
}
