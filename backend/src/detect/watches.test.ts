import { expect, test } from 'vitest';
import { sensorSeries } from '../model/sensors.ts';
import { sessionSeries } from '../model/targets.ts';
import { loadKinds } from './kinds.ts';
import { createWatches } from './watches.ts';

const { of } = createWatches(loadKinds(), () => undefined);

test('sessions are watched of a NAS in a log source, and of a device that tells them itself', () => {
  expect(of(sessionSeries('billing', '10.0.0.1')).map(({ key }) => key)).toEqual([
    { kind: 'session-drop', resource: { nas: '10.0.0.1' }, qualifier: 'billing' },
  ]);
  expect(of(sensorSeries('bras-1', 'PPPoE sessions', 'sessions')).map(({ key }) => key)).toEqual([
    { kind: 'session-drop', resource: { device: 'bras-1' }, qualifier: 'PPPoE sessions' },
  ]);
});

test('other sensors are watched by no kind', () => {
  expect(of(sensorSeries('bras-1', 'sfp1', 'optical'))).toEqual([]);
});
