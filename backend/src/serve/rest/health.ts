import { z } from 'zod';
import { type Endpoint, json, operation, text } from './operation.ts';
import { Problem } from './problem.ts';
import type { StatusReport } from './status.ts';

const alive = json(z.strictObject({ status: z.literal('ok') }));

export const healthEndpoint: Endpoint = {
  path: '/healthz',
  get: operation({
    id: 'readHealth',
    summary: 'Whether the process is alive',
    answer: alive,
    problems: [],
    handle: () => ({ status: 'ok' as const }),
  }),
};

export const readinessEndpoint: Endpoint = {
  path: '/readyz',
  get: operation({
    id: 'readReadiness',
    summary: 'Whether the store is available and the log sources are being read',
    answer: alive,
    problems: ['not-ready'],
    handle: (_input, { status }) => {
      const reasons = reasonsNotReady(status());
      if (reasons.length > 0) throw new Problem('not-ready', reasons.join('; '), { members: { reasons } });
      return { status: 'ok' as const };
    },
  }),
};

export const metricsEndpoint: Endpoint = {
  path: '/metrics',
  get: operation({
    id: 'readMetrics',
    summary: 'Metrics for Prometheus',
    answer: text('text/plain; version=0.0.4; charset=utf-8'),
    problems: [],
    handle: (_input, { metrics }) => metrics.metrics(),
  }),
};

function reasonsNotReady({ store, sources }: StatusReport): string[] {
  const ofStore = store.available ? [] : [store.problem ?? 'the store is away'];
  const ofSources = sources.flatMap(({ name, files, listening, problem }) => {
    if (problem !== undefined) return [`log source ${name}: ${problem}`];
    if (listening) return listening.length > 0 ? [] : [`log source ${name}: it does not listen yet`];
    return files > 0 ? [] : [`log source ${name}: none of its files has been read yet`];
  });
  return [...ofStore, ...ofSources];
}
