import './testObserver';

import { SceneRefreshPicker } from '@grafana/scenes';

import { timeControls } from './controls';

const pickerOf = (...refresh: Parameters<typeof timeControls>) =>
  timeControls(...refresh).find((control) => control instanceof SceneRefreshPicker)!.state;

test.each([
  ['twice a minute', [], '30s'],
  ['as seldom as the page wants', ['5m'], '5m'],
] as const)('a page asks again by itself %s', (_name, wanted, refresh) => {
  const state = pickerOf(...wanted);
  expect(state.refresh).toBe(refresh);
  expect(state.intervals).toContain(refresh);
});
