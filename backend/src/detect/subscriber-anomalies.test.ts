import { expect, test } from 'vitest';
import { ANOMALY_NAMES, anomalySeries } from '../model/subscribers.ts';
import { HOUR } from '../model/targets.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';

test('many subscribers with anomalies in an hour are an incident of their source, until they are few again', () => {
  const detector = createDetector({ kinds: loadKinds() });
  const observe = (hour: number, count: number) =>
    detector
      .observe(
        ANOMALY_NAMES.map((name) => ({
          series: anomalySeries('billing', name),
          times: [hour * HOUR],
          values: [count],
        })),
      )
      .map(({ kind, resource, qualifier, condition }) => ({ kind, resource, qualifier, condition }));
  expect(observe(1, 1000)).toEqual([]);
  const raised = observe(2, 1001);
  expect(raised.map(({ qualifier }) => qualifier)).toEqual([
    'failed billing',
    'stops billing',
    'zero input billing',
    'zero output billing',
  ]);
  expect(raised[0]).toMatchObject({ kind: 'subscriber-anomalies', resource: {}, condition: 'active' });
  expect(observe(3, 600)).toEqual([]);
  expect(observe(4, 400).map(({ condition }) => condition)).toEqual(Array(4).fill('clear'));
});
