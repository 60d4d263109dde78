import { expect, test } from 'vitest';
import { stepsToTrust } from './trust.ts';

test('as many steps are missing as until 48 forecasts of the last lead have come true', () => {
  expect(stepsToTrust({ missing: 48, made: 1, leads: 24, scored: 0 })).toBe(48 + 23 + 48);
  expect(stepsToTrust({ missing: 0, made: 1, leads: 24, scored: 0 })).toBe(23 + 48);
  expect(stepsToTrust({ missing: 0, made: 24, leads: 24, scored: 0 })).toBe(48);
  expect(stepsToTrust({ missing: 0, made: 50, leads: 24, scored: 26 })).toBe(22);
  expect(stepsToTrust({ missing: 0, made: 80, leads: 24, scored: 48 })).toBe(0);
});
