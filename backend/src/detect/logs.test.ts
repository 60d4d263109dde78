import { expect, test } from 'vitest';
import { minuteSeries, sessionEventSeries, trafficSeries } from '../model/log-series.ts';
import type { Series } from '../model/series.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';

const T0 = Date.UTC(2026, 2, 2);

/** What is told of a series whose samples are these, each as condition and the index of its sample. */
function told(series: Series, values: readonly number[]) {
  const detector = createDetector({ kinds: loadKinds(), limits: () => undefined });
  return values.flatMap((value, index) =>
    detector
      .observe([{ series, times: [T0 + index * series.step], values: [value] }])
      .map(({ kind, resource, qualifier, condition }) => ({ kind, resource, qualifier, condition, index })),
  );
}

test('a NAS that loses more than a tenth of its sessions in a minute is told of with that minute', () => {
  const series = sessionEventSeries('billing', '192.0.2.1', 'stopped_percent');
  const key = { kind: 'mass-disconnect', resource: { nas: '192.0.2.1' }, qualifier: 'billing' };
  expect(told(series, [1, 3, 12, 1, 1, 1])).toEqual([
    { ...key, condition: 'active', index: 2 },
    { ...key, condition: 'clearing', index: 3 },
    { ...key, condition: 'clear', index: 5 },
  ]);
  expect(told(sessionEventSeries('billing', undefined, 'stopped_percent'), [90, 90])).toEqual([]);
});

test.each([
  ['login-failures', minuteSeries('billing', 'authentication_failed_percent'), [10, 60, 60, 20, 60, 60, 60]],
  ['radius-delay', minuteSeries('billing', 'delay_p95'), [0.5, 3, 3, 0.5, 3, 3, 3]],
] as const)('%s begins with the third bad minute in a row', (kind, series, values) => {
  expect(told(series, values)).toEqual([{ kind, resource: {}, qualifier: 'billing', condition: 'active', index: 6 }]);
});

test('a NAS with many sessions without traffic is told of with the hour', () => {
  const series = trafficSeries('billing', '192.0.2.1', 'zero_traffic_percent');
  expect(told(series, [2, 35, 3]).map(({ kind, condition, index }) => [kind, condition, index])).toEqual([
    ['zero-traffic', 'active', 1],
    ['zero-traffic', 'clear', 2],
  ]);
});
