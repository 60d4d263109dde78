import { type Answer, typed } from './asking.ts';
import type { FrameField } from './frame.ts';
import { newestSampleAge } from './health.ts';

/**
 * How Presage itself is doing, as one row of numbers. An alert rule gets the age of the newest sample alone: one number
 * without labels is one alert, also when Presage cannot be asked at all.
 */
export const answerStatus: Answer = async ({ forAlert }, dependencies) => {
  const { status, devices } = dependencies;
  const age = newestSampleAge(dependencies);
  const number = (name: string, displayName: string, value: number | null, unit = 'short'): FrameField => ({
    ...{ name, type: 'number', values: [value], config: { displayNameFromDS: displayName, unit } },
  });
  // No row is no data, which an alert rule takes as an alarm; of an unknown number it would make none.
  if (forAlert && age === null) return [];
  const sampleAge = number('sampleAge', 'Newest sample', age === null ? null : age / 1000, 's');
  const states = devices().map(({ state }) => state);
  const { store, sources } = status();
  const others = [
    number('devices', 'Devices', states.length),
    number('unreachable', 'Devices that do not answer', states.filter((state) => state === 'unreachable').length),
    number('storeAvailable', 'Store available', store.available ? 1 : 0),
    number('samplesWaiting', 'Samples waiting for the store', store.waiting),
    number('sourcesWithProblems', 'Log sources with problems', sources.filter(({ problem }) => problem).length),
  ];
  return [{ name: 'status', meta: typed('numeric-wide'), fields: forAlert ? [sampleAge] : [sampleAge, ...others] }];
};
